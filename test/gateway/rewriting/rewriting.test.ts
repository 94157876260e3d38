import { describe, expect, it } from 'vitest';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { writeActive, writeActiveBundle } from '../../../bundles/sources/bundle-directory.js';
import { eventsConfigSchema } from '../../../gateway/feedback/feedback-config.js';
import { NEAR_FEATURES } from '../../../gateway/rewriting/near/near-texts.js';
import { REWRITE_TABLES } from '../../../gateway/rewriting/rewrite-tables.js';
import { isControl } from '../../../gateway/rewriting/table/control-group.js';
import type { RewriteTable } from '../../../gateway/rewriting/table/rewrite-table.js';
import { openTable, packTable } from '../../../gateway/tables/table-bundle.js';
import { NluError } from '../../../serving/errors.js';
import { eventsIn } from '../../support/feedback/events-in.js';
import { temporaryFolder } from '../../support/files.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

const JAWS = { from: 'play the fill jaws', to: 'play the film jaws', probability: 0.9, own: 0.1 };
const JAWS_ASIDE = { ...JAWS, from: 'the shark', to: 'the sharks' };
const bundle = (version: string, table: RewriteTable) => packTable(REWRITE_TABLES, table, 'test', { version });

async function stack() {
  const heard: string[] = [];
  const video = {
    interpret: async ({ utterance }: { utterance: string }) => {
      heard.push(utterance);
      return replyOf('video', [0.9]);
    },
  };
  const directory = temporaryFolder();
  await writeActiveBundle(directory, { version: 'v1' }, bundle('v1', { pairs: [JAWS] }));
  const events = eventsConfigSchema.parse({ folder: temporaryFolder(), text: true });
  const gateway = await gatewayBefore(
    { video },
    { rewriteBundles: { source: { directory }, trust: { allowUnsigned: true } }, events },
  );
  const said = { utterance: JAWS.from };
  await expect.poll(async () => (await gateway.interpret(said)).rewrite?.version, { timeout: 10_000 }).toBe('v1');
  heard.length = 0;
  return { gateway, heard, directory, events };
}

const someone = (control: boolean) =>
  Array.from({ length: 1_000 }, (_, index) => `customer ${index}`).find((name) => isControl(name) === control)!;

describe('a gateway with a table of rewrites', () => {
  it('asks the domains what is known to mean the same, and says so', async () => {
    const { gateway, heard } = await stack();
    const reply = await gateway.interpret({ utterance: '  Play the FILL jaws', explain: true });
    expect(reply.rewrite).toEqual({ text: JAWS.to, layer: 'REWRITE_LAYER_KNOWN', probability: 0.9, version: 'v1' });
    expect(reply).toMatchObject({ decision: 'DECISION_ACCEPT', hearings: [] });
    const other = await gateway.interpret({ utterance: 'play jaws' });
    expect(other.rewrite).toBeNull();
    const recognised = [
      { text: JAWS.from, confidence: 0.6 },
      { text: 'play the fill draws', confidence: 0.4 },
    ];
    expect((await gateway.interpret({ recognised })).rewrite).toMatchObject({ text: JAWS.to });
    expect(heard).toEqual([JAWS.to, 'play jaws', JAWS.to]);
  });

  it('leaves alone whom it is told to, answers to questions, and the control group', async () => {
    const { gateway, heard } = await stack();
    const ask = (request: object) => gateway.interpret({ utterance: JAWS.from, ...request });
    const { readings } = await ask({ rewrite: false });
    for (const request of [{ rewrite: false }, { asked: readings }, { customer: someone(true) }]) {
      expect((await ask(request)).rewrite).toBeNull();
    }
    expect(new Set(heard)).toEqual(new Set([JAWS.from]));
    expect((await ask({ customer: someone(false) })).rewrite).not.toBeNull();
  });

  it('keeps in events what was said, what was interpreted and who is of the control group', async () => {
    const { gateway, events } = await stack();
    for (const [requestId, control] of [
      ['rewritten', false],
      ['control', true],
    ] as const)
      await gateway.interpret({ utterance: JAWS.from, customer: someone(control), requestId });
    const kept = async () => {
      const all = (await eventsIn(events)).events.flatMap((event) => (event.kind === 'request' ? [event] : []));
      return new Map(all.map((event) => [event.requestId, event]));
    };
    await expect.poll(async () => (await kept()).size, { timeout: 5_000 }).toBeGreaterThanOrEqual(3);
    const [rewritten, control] = [(await kept()).get('rewritten')!, (await kept()).get('control')!];
    expect(rewritten).toMatchObject({
      text: JAWS.from,
      rewrite: { text: JAWS.to, layer: 'KNOWN', probability: 0.9 },
      versions: { rewrites: 'v1' },
    });
    expect(rewritten.isControl).toBeUndefined();
    expect(control.rewrite).toBeUndefined();
    expect(control.isControl).toBe(true);
  });

  it('takes a new table without a restart, and the one that is pinned', async () => {
    const { gateway, directory } = await stack();
    await writeActiveBundle(directory, { version: 'v2' }, bundle('v2', { pairs: [] }));
    const ask = async (versions = {}) => (await gateway.interpret({ utterance: JAWS.from, versions })).rewrite;
    await expect.poll(ask, { timeout: 10_000 }).toBeNull();
    expect(await ask({ rewrites: 'v1' })).toMatchObject({ version: 'v1' });
    await expect(ask({ rewrites: 'v9' })).rejects.toThrow(/versions\["rewrites"\]: v9 cannot be had/);
    await writeActive(directory, { version: 'v1' });
    await expect.poll(ask, { timeout: 10_000 }).not.toBeNull();
  });

  it('loses no request and mixes no tables while they are replaced and rolled back', async () => {
    const { gateway, directory } = await stack();
    const toOf = new Map(
      ['v1', 'v2', 'v3'].map((version) => [version, version === 'v1' ? JAWS.to : `jaws ${version}`]),
    );
    for (const [version, to] of [...toOf].slice(1))
      await writeActiveBundle(directory, { version }, bundle(version, { pairs: [{ ...JAWS, to }] }));
    let over = false;
    const seen = new Map<string, number>();
    const asking = Array.from({ length: 4 }, async () => {
      while (!over) {
        const { rewrite } = await gateway.interpret({ utterance: JAWS.from });
        expect(rewrite?.text).toBe(toOf.get(rewrite!.version!));
        seen.set(rewrite!.version!, 1 + (seen.get(rewrite!.version!) ?? 0));
      }
    });
    for (const version of ['v2', 'v1', 'v3', 'v2', 'v1', 'v3']) {
      await writeActive(directory, { version });
      const now = async () => (await gateway.interpret({ utterance: JAWS.from })).rewrite?.version;
      await expect.poll(now, { timeout: 10_000 }).toBe(version);
    }
    over = true;
    await Promise.all(asking);
    expect([...seen.keys()].sort()).toEqual(['v1', 'v2', 'v3']);
  });

  it('starts with a table that it refuses, and rewrites nothing until there is a better one', async () => {
    const directory = temporaryFolder();
    const chained = { pairs: [JAWS, { ...JAWS, from: JAWS.to, to: 'jaws' }] };
    await writeActiveBundle(directory, { version: 'bad' }, bundle('bad', chained));
    const video = { interpret: async () => replyOf('video', [0.9]) };
    const rewriteBundles = { source: { directory }, trust: { allowUnsigned: true } };
    const gateway = await gatewayBefore({ video }, { rewriteBundles });
    const ask = async () => (await gateway.interpret({ utterance: JAWS.from })).rewrite;
    for (let n = 0; n < 20; n++) expect(await ask()).toBeNull();
    await writeActiveBundle(directory, { version: 'v1' }, bundle('v1', { pairs: [JAWS] }));
    await expect.poll(ask, { timeout: 10_000 }).toMatchObject({ version: 'v1' });
  });

  it('answers without a domain that is down, rewritten or not', async () => {
    const directory = temporaryFolder();
    await writeActiveBundle(directory, { version: 'v1' }, bundle('v1', { pairs: [JAWS] }));
    const video = { interpret: async () => replyOf('video', [0.9]) };
    const rewriteBundles = { source: { directory }, trust: { allowUnsigned: true } };
    const gateway = await gatewayBefore({ video, books: '127.0.0.1:9' }, { rewriteBundles });
    const ask = (utterance: string) => gateway.interpret({ utterance });
    await expect.poll(async () => (await ask(JAWS.from)).rewrite, { timeout: 10_000 }).not.toBeNull();
    const [rewritten, same, plain] = await Promise.all([ask(JAWS.from), ask(JAWS.to), ask('play jaws')]);
    const { rewrite, requestId: _, ...answer } = rewritten;
    expect(answer).toMatchObject({ degraded: true, decision: same.decision });
    expect(plain).toMatchObject({ degraded: true, rewrite: null });
  });
});

describe('a known rewrite', () => {
  it.each([
    ['rejects', () => Promise.resolve(replyOf('video', [0.01]))],
    ['refuses', () => Promise.reject(new NluError('INVALID_ARGUMENT', 'utterance: is too long'))],
  ])('that the domain %s leaves the request as it was said', async (_, rewritten) => {
    const directory = temporaryFolder();
    await writeActiveBundle(directory, { version: 'v1' }, bundle('v1', { pairs: [JAWS, JAWS_ASIDE] }));
    const video = {
      interpret: ({ utterance }: { utterance: string }) =>
        utterance === JAWS.to ? rewritten() : Promise.resolve(replyOf('video', [0.9])),
    };
    const rewriteBundles = { source: { directory }, trust: { allowUnsigned: true } };
    const gateway = await gatewayBefore({ video }, { rewriteBundles });
    const isThere = async () => (await gateway.interpret({ utterance: JAWS_ASIDE.from })).rewrite?.version;
    await expect.poll(isThere, { timeout: 10_000 }).toBe('v1');
    const reply = await gateway.interpret({ utterance: JAWS.from });
    expect(reply).toMatchObject({ rewrite: null, decision: 'DECISION_ACCEPT', degraded: false });
  });
});

describe('a weak answer, for which other words are asked for,', () => {
  const WEAK = 'play the fill jaws';
  const sure = { bias: 9, weights: Object.fromEntries(NEAR_FEATURES.map((name) => [name, 0])) as never };

  it.each([
    ['has no time left', () => new Promise<never>(() => {})],
    [
      'is refused by the domain',
      async () => {
        throw new NluError('INVALID_ARGUMENT', 'utterance: is too long');
      },
    ],
  ])('stands where the second time of asking %s', async (_, second: () => Promise<never>) => {
    const directory = temporaryFolder();
    const texts = [{ text: JAWS.to, probability: 1 }];
    const search = { texts, sameMeaning: sure, margin: 0.1, least: 0.5 };
    await writeActiveBundle(directory, { version: 'v1' }, bundle('v1', { pairs: [JAWS_ASIDE], search }));
    const heard: string[] = [];
    const buckets: (number | undefined)[] = [];
    const video = {
      interpret: ({ utterance, trialBucket }: { utterance: string; trialBucket?: number }) => {
        heard.push(utterance);
        buckets.push(trialBucket);
        if (utterance === JAWS.to) return second();
        return Promise.resolve(replyOf('video', [utterance === WEAK ? 0.2 : 0.9]));
      },
    };
    const rewriteBundles = { source: { directory }, trust: { allowUnsigned: true } };
    const gateway = await gatewayBefore({ video }, { rewriteBundles });
    const isThere = async () => (await gateway.interpret({ utterance: JAWS_ASIDE.from })).rewrite?.version;
    await expect.poll(isThere, { timeout: 10_000 }).toBe('v1');
    heard.length = 0;
    const reply = await gateway.interpret({ utterance: WEAK });
    expect(heard).toEqual([WEAK, JAWS.to]);
    // A trial has one version answer both times.
    expect(buckets.at(-1)).toBe(buckets.at(-2));
    expect(reply).toMatchObject({ rewrite: null, degraded: false });
  });
});

it('a bundle of rewrites is refused with a wrong table', async () => {
  const chained = { pairs: [JAWS, { ...JAWS, from: JAWS.to, to: 'jaws' }] };
  await expect(openTable(REWRITE_TABLES, bundle('v1', chained), ANY_SIGNER)).rejects.toThrow(
    /rewrites\.json, pairs\.0\.to: is rewritten itself/,
  );
  const unseen = { pairs: [{ ...JAWS, to: '\u0000' }] };
  await expect(openTable(REWRITE_TABLES, bundle('v1', unseen), ANY_SIGNER)).rejects.toThrow(
    /rewrites\.json, pairs\.0\.to: .*has no visible character/,
  );
});
