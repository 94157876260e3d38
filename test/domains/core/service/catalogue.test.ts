import { expect, it } from 'vitest';
import { parseDomainStart } from '../../../../domains/core/service/command-line.js';
import type { DomainInterpretResponse__Output } from '../../../../proto/gen/nlu/v1/DomainInterpretResponse.js';
import { deployCatalogueTo, type SmallCatalogueOptions } from '../../../support/models/small-catalogue-bundle.js';
import { keepingSlots, withCatalogue } from '../../../support/servers/music-catalogue.js';
import { musicDomain } from '../../../support/servers/music-domain.js';

const scores = { domain: 0.5, intent: 0.5, slot: 0.5 };
const slot = (name: string, value: string) => ({ name, value, start: 0, end: 0 });
const hello = {
  utterance: 'play hello by adele',
  requestId: 'r1',
  hypotheses: [{ intent: 'PlayMusic', slots: [slot('track', 'hello'), slot('artist', 'adele')], scores }],
};

const idsOf = ({ hypotheses }: DomainInterpretResponse__Output) =>
  hypotheses.map(({ entities }) => entities.map(({ id }) => id));

it('says what the slots of a hypothesis mean, where it is asked', async () => {
  const { rerank } = await withCatalogue();
  const { hypotheses, catalogueVersion, warnings } = await rerank({ ...hello, entities: {} });
  expect({ catalogueVersion, warnings }).toEqual({ catalogueVersion: 'c1', warnings: [] });
  const [{ entities, entityNone, strategyRuns }] = hypotheses as [(typeof hypotheses)[number]];
  expect(entities[0]).toEqual({
    id: 'c1-adele',
    kind: 'song',
    title: 'Hello',
    creators: ['Adele'],
    year: 2015,
    probability: expect.any(Number),
    strategies: expect.arrayContaining(['exact', 'structured']),
    slots: ['track', 'artist'],
  });
  const sum = entities.reduce((sum, { probability }) => sum + probability, entityNone!);
  expect(sum).toBeLessThanOrEqual(1 + 1e-9);
  expect(strategyRuns).toContainEqual({ name: 'lexical', propensity: 1 });
  expect(entities.find(({ id }) => id === 'c1-artist')).toBeUndefined();
});

it('answers bit for bit as without a catalogue where nothing is asked', async () => {
  const [without, { rerank }] = [await musicDomain({}, { load: keepingSlots }), await withCatalogue()];
  const reply = await rerank(hello);
  expect(reply).toEqual(await without.rerank(hello));
  expect(reply).toMatchObject({ catalogueVersion: '', hypotheses: [{ entities: [], strategyRuns: [] }] });
  expect(reply.hypotheses[0]).not.toHaveProperty('entityNone');
  const asked = await rerank({ ...hello, entities: {} });
  expect(asked.hypotheses[0]!.confidence).toBe(reply.hypotheses[0]!.confidence);
});

it('warns where there is no catalogue, and answers all the same', async () => {
  const { rerank, resolve } = await musicDomain();
  const reply = await rerank({ ...hello, entities: {} });
  expect(reply.warnings).toEqual(['music has no catalogue to resolve by; deploy music-catalogue']);
  expect(idsOf(reply)).toEqual([[]]);
  await expect(rerank({ ...hello, entities: { catalogueVersion: 'c1' } })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: 'catalogue_version: c1 cannot be had: this domain takes no catalogues',
  });
  await expect(resolve({ slots: hello.hypotheses[0]!.slots })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: 'music has no catalogue to resolve by; deploy music-catalogue',
  });
});

it('looks for three likely hypotheses at most', async () => {
  const { rerank } = await withCatalogue();
  const titles = ['hello', 'hello adele', 'dune', 'play hello', 'hello by adele'];
  const hypotheses = titles.map((title) => ({ intent: 'PlayMusic', slots: [slot('track', title)], scores }));
  const even = await rerank({ ...hello, hypotheses, entities: {} });
  expect(even.hypotheses.filter(({ entityNone }) => entityNone !== undefined)).toHaveLength(3);
  const unlikely = { intent: 'PlayMusic', slots: [slot('track', 'dune')], scores: { ...scores, slot: 0.04 } };
  const uneven = await rerank({
    ...hello,
    hypotheses: [{ ...hello.hypotheses[0]!, scores: { ...scores, slot: 0.9 } }, unlikely],
    entities: {},
  });
  const [likely, other] = uneven.hypotheses;
  expect(other!.confidence / (likely!.confidence + other!.confidence)).toBeLessThan(0.05);
  expect(uneven.hypotheses.map(({ entityNone }) => entityNone !== undefined)).toEqual([true, false]);
});

it("resolves a caller's own slots, and a text", async () => {
  const { resolve } = await withCatalogue();
  const bySlots = await resolve({ requestId: 'r1', slots: hello.hypotheses[0]!.slots, maxEntities: 1 });
  expect(bySlots).toMatchObject({ requestId: 'r1', catalogueVersion: 'c1', entities: [{ id: 'c1-adele' }] });
  const byText = await resolve({ text: 'adele hello', kinds: ['song'] });
  expect(byText.entities[0]).toMatchObject({ id: 'c1-adele', slots: [] });
  expect(byText.entityNone).toBeTypeOf('number');
});

it('tells an entity by its id, and nothing where there is none of it', async () => {
  const { resolve } = await withCatalogue();
  const { entities } = await resolve({ entity: 'c1-adele' });
  expect(entities).toMatchObject([{ id: 'c1-adele', kind: 'song', probability: 1, strategies: [] }]);
  expect(await resolve({ entity: 'c1-nobody' })).toMatchObject({ entities: [], catalogueVersion: 'c1' });
});

it.each<[string, object]>([
  ['domain: "video" is not served here; music is', { domain: 'video', text: 'x' }],
  ['slots: is empty, and so are text and entity; send one of them', {}],
  ['entity: stands beside slots or text; send one of them', { text: 'x', entity: 'c1-adele' }],
  ['entity: is longer than 256 characters', { entity: 'x'.repeat(257) }],
  ['text: stands beside slots; send either', { slots: [slot('track', 'x')], text: 'x' }],
  ['kinds: slots name the kinds; leave it out, or send a text', { slots: [slot('track', 'x')], kinds: ['song'] }],
  ['kinds: the catalogue has no film; it has song, artist', { text: 'x', kinds: ['film'] }],
  ['slots: the catalogue resolves none of "trak"; it resolves artist, track', { slots: [slot('trak', 'x')] }],
  ['slots[0].value: is empty; send what the user said', { slots: [slot('track', '')] }],
  ['max_entities: 101 is not allowed; 1 to 100, or 0 for 10', { text: 'x', maxEntities: 101 }],
  ['options.hour: 24 is not in 0 to 23', { text: 'x', options: { hour: 24 } }],
])('says what is wrong: %s', async (message, request) => {
  const { resolve } = await withCatalogue();
  await expect(resolve(request)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message });
});

it('serves another catalogue without losing a request, and the earlier one to who pins it', async () => {
  const { catalogue, rerank, describe, interpret } = await withCatalogue();
  let stopped = false;
  const seen = new Set<string>();
  const load = (async () => {
    while (!stopped) {
      const reply = await rerank({ ...hello, entities: {} });
      expect(reply.hypotheses[0]!.entities[0]!.id).toBe(`${reply.catalogueVersion}-adele`);
      seen.add(reply.catalogueVersion);
    }
  })();
  await deployCatalogueTo(catalogue, 'c2');
  await expect.poll(() => seen.has('c2'), { timeout: 10_000 }).toBe(true);
  stopped = true;
  await load;
  expect([...seen]).toEqual(['c1', 'c2']);
  expect(idsOf(await rerank({ ...hello, entities: { catalogueVersion: 'c1' } }))[0]![0]).toBe('c1-adele');
  await expect(interpret({ utterance: 'play', entities: { catalogueVersion: 'c9' } })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: 'catalogue_version: c9 cannot be had: c9 is not loaded; loaded: c1, c2',
  });
  expect((await describe()).catalogueVersions).toMatchObject([
    { version: 'c1', state: 'retiring' },
    { version: 'c2', state: 'active' },
  ]);
});

it('keeps the catalogue that serves when another fails a check', async () => {
  const { catalogue, rerank, describe } = await withCatalogue();
  const golden = Buffer.from(JSON.stringify([{ slots: [{ slot: 'track', value: 'hello' }], ids: ['c2-adele'] }]));
  await deployCatalogueTo(catalogue, 'c2', { parts: { 'golden.json': golden } });
  const stateOf = async () => (await describe()).catalogueVersions.find(({ version }) => version === 'c2')?.state;
  await expect.poll(stateOf, { timeout: 10_000 }).toBe('refused');
  expect((await rerank({ ...hello, entities: {} })).catalogueVersion).toBe('c1');
});

it.each<[string, SmallCatalogueOptions]>([
  ['manifest check: domain: the bundle is of video-catalogue and this serves music-catalogue', { domain: 'video' }],
  [
    'golden check: track="dune" finds c1-dune where c1-other is recorded',
    {
      parts: {
        'golden.json': Buffer.from(JSON.stringify([{ slots: [{ slot: 'track', value: 'dune' }], ids: ['c1-other'] }])),
      },
    },
  ],
])('does not start on a folder whose catalogue is refused: %s', async (problem, options) => {
  await expect(withCatalogue(options)).rejects.toThrow(`music-catalogue/c1 is refused by its ${problem}`);
});

it('takes the folder of catalogues, or NATS, from the command line', () => {
  const parse = (...args: string[]) =>
    parseDomainStart({ domain: 'music', description: 'Music' }, args, {}).config.catalogue;
  expect(parse()).toBeUndefined();
  expect(parse('--catalogue', 'catalogues')).toMatchObject({ kind: 'directory', directory: 'catalogues' });
  expect(parse('--catalogue', 'nats')).toMatchObject({ kind: 'nats', keepVersions: 2 });
});
