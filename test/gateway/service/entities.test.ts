import { expect, it } from 'vitest';
import type { DomainInterpretRequest__Output } from '../../../proto/gen/nlu/v1/DomainInterpretRequest.js';
import type { Hypothesis } from '../../../proto/gen/nlu/v1/Hypothesis.js';
import { hypothesisOf, replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { withCatalogue } from '../../support/servers/music-catalogue.js';
import { musicDomain } from '../../support/servers/music-domain.js';

const slot = (name: string, value: string) => ({ name, value, start: 0, end: 0 });
const rerank = {
  utterance: 'play hello by adele',
  context: { deviceType: 'speaker', localTime: '2026-11-28T21:30:00+01:00' },
  hypotheses: [
    {
      domain: 'music',
      intent: 'PlayMusic',
      slots: [slot('track', 'hello'), slot('artist', 'adele')],
      scores: { domain: 0.9, intent: 0.9, slot: 0.9 },
    },
  ],
};
const poppins = (probability: number): Partial<Hypothesis> => ({
  entities: [
    {
      id: 'm-1',
      kind: 'movie',
      title: 'Mary Poppins',
      year: 1964,
      probability,
      strategies: ['exact'],
      slots: ['title'],
    },
  ],
  entityNone: 1 - probability,
  strategyRuns: [{ name: 'exact', propensity: 1 }],
});

it('hands on what a domain found, in hypotheses and readings, where it is asked', async () => {
  const gateway = await gatewayBefore({ music: (await withCatalogue()).domain.address });
  const reply = await gateway.rerank({ ...rerank, resolve: true });
  expect(reply.domains).toMatchObject([{ catalogueVersion: 'c1', warnings: [] }]);
  expect(reply.hypotheses[0]).toMatchObject({ entities: [{ id: 'c1-adele', year: 2015, kind: 'song' }, {}] });
  expect(reply.hypotheses[0]!.strategyRuns).toContainEqual({ name: 'lexical', propensity: 1 });
  const [best] = reply.hypotheses[0]!.entities;
  const isNamed = best!.probability > reply.hypotheses[0]!.entityNone!;
  expect(reply.readings[0]!.entity).toEqual(isNamed ? best : null);
  const { posterior, confidence } = reply.hypotheses[0]!;
  const plain = await gateway.rerank(rerank);
  expect(plain.hypotheses).toMatchObject([{ posterior, confidence, entities: [], strategyRuns: [] }]);
  expect(plain.readings[0]!.entity).toBeNull();
  expect(plain.domains[0]!.catalogueVersion).toBe('');
});

it('tells the domain what it needs to look, and nothing where nobody asks', async () => {
  const seen: DomainInterpretRequest__Output['entities'][] = [];
  const interpret = async (request: DomainInterpretRequest__Output) => {
    seen.push(request.entities);
    return replyOf('video', [], { hypotheses: [hypothesisOf('video', 0.9, poppins(0.8))], inDomain: 0.9 });
  };
  const gateway = await gatewayBefore({ video: { interpret } });
  const request = { utterance: 'play mary poppins', context: rerank.context };
  const found = await gateway.interpret({ ...request, resolve: true, versions: { 'video-catalogue': 'c7' } });
  const entity = { id: 'm-1', kind: 'movie', title: 'Mary Poppins', year: 1964 };
  expect(found.readings).toMatchObject([{ entity, hypothesis: { entities: [entity] } }]);
  expect((await gateway.interpret(request)).hypotheses[0]!.entities).toEqual([]);
  await gateway.interpret({ ...request, context: {}, resolve: true });
  expect(seen).toMatchObject([
    { catalogueVersion: 'c7', deviceType: 'speaker', hour: 21 },
    null,
    { catalogueVersion: '', deviceType: '' },
  ]);
  expect(seen[2]).not.toHaveProperty('hour');
  // Readings go back as they came when the user answers a question about them.
  const answered = await gateway.interpret({ utterance: 'the first one', asked: found.readings });
  expect(answered.readings[0]?.entity).toMatchObject(entity);
});

it('names no entity of a reading where none of the catalogue is likelier', async () => {
  const interpret = async () =>
    replyOf('video', [], { hypotheses: [hypothesisOf('video', 0.9, poppins(0.4))], inDomain: 0.9 });
  const gateway = await gatewayBefore({ video: { interpret } });
  const { readings } = await gateway.interpret({ utterance: 'play mary poppins', resolve: true });
  expect(readings).toMatchObject([{ entity: null, hypothesis: { entities: [{ id: 'm-1' }] } }]);
});

it('refuses a reply with an entity that is no answer', async () => {
  const interpret = async () => replyOf('video', [], { hypotheses: [hypothesisOf('video', 0.9, poppins(1.5))] });
  const gateway = await gatewayBefore({ video: { interpret } });
  await expect(gateway.interpret({ utterance: 'play mary poppins', resolve: true })).rejects.toMatchObject({
    message: expect.stringContaining('hypotheses[0].entity_none: -0.5 is not in [0, 1]'),
  });
});

it('takes catalogue versions as it takes those of domains', async () => {
  const gateway = await gatewayBefore({ music: (await withCatalogue()).domain.address });
  const pinned = (version: string) => ({ ...rerank, resolve: true, versions: { 'music-catalogue': version } });
  expect((await gateway.rerank(pinned('c1'))).domains[0]!.catalogueVersion).toBe('c1');
  await expect(gateway.rerank(pinned('c9'))).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: 'versions["music-catalogue"]: c9 cannot be had: c9 is not loaded; loaded: c1',
  });
  await expect(gateway.rerank({ ...pinned('c1'), resolve: false })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: 'versions["music-catalogue"]: no catalogue is looked in; set resolve',
  });
  await expect(gateway.rerank({ ...rerank, versions: { 'books-catalogue': 'c1' } })).rejects.toMatchObject({
    message: 'versions["books-catalogue"]: is not asked; one of music',
  });
  expect(await gateway.describe({})).toMatchObject({ domains: [{ catalogueVersions: [{ version: 'c1' }] }] });
});

it("resolves a caller's own slots at the domain that it names", async () => {
  const withOne = (await withCatalogue()).domain.address;
  const gateway = await gatewayBefore({ music: withOne, books: (await musicDomain()).domain.address });
  const { slots } = rerank.hypotheses[0]!;
  const reply = await gateway.resolve({ domain: 'music', slots, maxEntities: 1 });
  expect(reply).toMatchObject({ catalogueVersion: 'c1', entities: [{ id: 'c1-adele' }] });
  expect(reply.requestId).not.toBe('');
  await expect(gateway.resolve({ slots })).rejects.toMatchObject({ message: 'domain: is empty; one of music, books' });
  await expect(gateway.resolve({ domain: 'video', slots })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  await expect(gateway.resolve({ domain: 'music', slots: [] })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: 'slots: is empty, and so are text and entity; send one of them',
  });
});

it('warns of a domain without a catalogue, and answers', async () => {
  const gateway = await gatewayBefore({ music: (await musicDomain()).domain.address });
  const { domains, degraded, hypotheses } = await gateway.rerank({ ...rerank, resolve: true });
  const warnings = ['music has no catalogue to resolve by; deploy music-catalogue'];
  expect({ degraded, warnings: domains[0]!.warnings }).toEqual({ degraded: false, warnings });
  expect(hypotheses).toHaveLength(1);
  await expect(gateway.resolve({ domain: 'music', text: 'hello' })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: 'music: music has no catalogue to resolve by; deploy music-catalogue',
  });
});
