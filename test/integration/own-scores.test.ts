import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BundleContents, packBundle } from '../../bundles/format/pack.js';
import { writeActiveBundle } from '../../bundles/sources/bundle-directory.js';
import { loadOwnRanker } from '../../domains/core/own-scores/own-ranker.js';
import { findDomain } from '../../domains/core/schema/domain-folders.js';
import { intentSlots } from '../../domains/core/schema/schema.js';
import type { RawHypothesis } from '../../proto/gen/nlu/v1/RawHypothesis.js';
import { projectRoot } from '../../serving/project.js';
import { type ReadRows, readHypothesisRows } from '../../training/own-scores/read-rows.js';
import type { ScoreKinds } from '../../training/own-scores/score-kinds.js';
import { trainOwn } from '../../training/own-scores/train-own.js';
import { temporaryFolder } from '../support/files.js';
import { gatewayBefore } from '../support/servers/gateway.js';
import { callers } from '../support/servers/music-domain.js';
import { startProgram } from '../support/servers/program.js';
import { steadyLoad } from '../support/servers/steady-load.js';

const { schema } = findDomain('music');
const THREE: ScoreKinds = new Map([
  ['domain', 'probability'],
  ['intent', 'probability'],
  ['slot', 'probability'],
]);

let read: ReadRows;
/** Learned from the one score of the example that ships, and from three that a recognizer has too. */
let [one, three, calibrated]: BundleContents[] = [];
beforeAll(async () => {
  const file = join(projectRoot(), 'training', 'distorted', 'train.jsonl');
  read = await readHypothesisRows([file], { schemas: new Map([['music', intentSlots(schema)]]), domain: 'music' });
  const rows = read.rows.map((row) => ({
    ...row,
    hypotheses: row.hypotheses.map(({ scores: { confidence = 0 }, ...each }) => ({
      ...each,
      scores: { domain: confidence, intent: 1 - 0.5 * (1 - (confidence ?? 0)), slot: confidence },
    })),
  }));
  const options = { schema, folds: 2, seed: 1 };
  one = (await trainOwn({ ...read, ...options })).contents;
  three = (await trainOwn({ ...read, ...options, rows, kinds: THREE })).contents;
  calibrated = (await trainOwn({ ...read, ...options, rows, kinds: THREE, form: 'beta' })).contents;
}, 120_000);

/** The process of music over a folder whose active bundle the test replaces, beside books, and a gateway before both. */
async function stack(version: string, contents: BundleContents) {
  const directory = temporaryFolder();
  const deploy = (name: string, bytes: Uint8Array) => writeActiveBundle(directory, { version: name }, bytes);
  await deploy(version, packBundle(contents, { version }));
  const serving = [['music', '--bundles', directory], ['books']].map(async (args) => {
    const program = startProgram('cli/main.js', ['serve', ...args, '--port', '0', '--allow-unsigned']);
    return JSON.parse(await program.firstLine).address as string;
  });
  const [music = '', books = ''] = await Promise.all(serving);
  return { deploy, music: callers(music), gateway: await gatewayBefore({ books, music }) };
}

const jazz = (more: RawHypothesis): RawHypothesis => ({
  domain: 'music',
  intent: 'PlayMusic',
  slots: [{ name: 'genre', value: 'jazz' }],
  ...more,
});
const track = (more: RawHypothesis) => jazz({ slots: [{ name: 'track', value: 'jazz' }], ...more });
const utterance = 'play some jazz';

describe('a domain without recognizer', () => {
  it('re-ranks by the scores that it declares, and says what is wrong with them', { timeout: 60_000 }, async () => {
    const { gateway, music } = await stack('own', one!);
    const rerank = (hypotheses: RawHypothesis[]) => gateway.rerank({ utterance, hypotheses, explain: true });
    const scores = [0.2, 0.9].map((confidence) => ({ confidence }));
    const { ranker, release } = await loadOwnRanker(one!.manifest, one!.parts);
    const expected = await ranker.rank(scores.map((each) => ({ scores: each })));
    await release();

    const lists = [jazz({ namedScores: scores[0]! }), track({ namedScores: scores[1]! })];
    const { hypotheses, domains, degraded } = await rerank(lists);
    expect(degraded).toBe(false);
    expect(domains).toMatchObject([{ domain: 'music', bundleVersion: 'own', warnings: [] }]);
    expect(hypotheses.map(({ confidence }) => confidence)).toEqual(Array.from(expected.confidences).reverse());
    expect(hypotheses[0]!.scores).toBeNull();
    // The parts of an explanation sum to the logit.
    const [best] = hypotheses;
    const logit = best!.contributions.reduce((sum, { value }) => sum + value, 0);
    expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(best!.confidence, 9);

    // It learned from probabilities: one beyond them counts as the end of the range, and is warned of.
    const { most } = one!.manifest.ownScores!.scores[0]!;
    const [beyond, end] = await Promise.all(
      [7, most].map((value) => rerank([jazz({ namedScores: { confidence: value } })])),
    );
    expect(beyond!.hypotheses[0]!.confidence).toBe(end!.hypotheses[0]!.confidence);
    expect(beyond!.domains[0]!.warnings).toEqual([
      expect.stringMatching(/^score confidence of one hypothesis: 7 is outside of training's \[.*\], and counts as/),
    ]);
    expect(end!.domains[0]!.warnings).toEqual([]);

    for (const [sent, problem] of [
      [{ namedScores: { nll: 3 } }, 'hypotheses[1].named_scores["nll"]: '],
      [{ scores: { intent: 0 }, namedScores: { confidence: 0.5 } }, 'hypotheses[1].scores.intent: '],
    ] as const) {
      await expect(rerank([lists[0]!, track(sent)])).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: `${problem}the bundle declares no such score; its scores are confidence`,
      });
    }
    await expect(music.interpret({ utterance })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: "the bundle has no recognizer: it interprets no text; send your own NLU's hypotheses to Rerank",
    });
    const declared = { name: 'confidence', kind: 'probability', most, always: true };
    expect(await music.describe()).toMatchObject({ rerankerForm: 'list-wise', ownScores: [declared] });
    const described = await gateway.describe({});
    expect(described.domains).toMatchObject([{ ownScores: [] }, { rerankerForm: 'list-wise', ownScores: [declared] }]);
  });

  it('is left out of Interpret, and mixes with ordinary domains in Rerank', { timeout: 60_000 }, async () => {
    const { gateway } = await stack('own', three!);
    // More often than a breaker would stand, were it a fault.
    for (let count = 0; count < 40; count++) {
      const { domains, degraded, missingDomainRisk } = await gateway.interpret({ utterance: 'rate dune five stars' });
      expect({ degraded, missingDomainRisk }).toEqual({ degraded: false, missingDomainRisk: 0 });
      expect(domains).toMatchObject([
        { domain: 'books', status: 'DOMAIN_STATUS_CODE_OK' },
        {
          domain: 'music',
          status: 'DOMAIN_STATUS_CODE_NO_RECOGNIZER',
          message: expect.stringContaining('send your own NLU'),
        },
      ]);
    }
    await expect(gateway.interpret({ utterance, domains: ['music'] })).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringMatching(/^music: the bundle has no recognizer/),
    });

    const books = {
      domain: 'books',
      intent: 'SearchCreativeWork',
      slots: [{ name: 'object_name', value: 'jazz' }],
      scores: { domain: 0.4, intent: 0.9, slot: 0.9 },
    };
    const mixed = await gateway.rerank({
      utterance: 'find the novel jazz',
      hypotheses: [books, jazz({ scores: { domain: 0, slot: 0.9 } })],
    });
    expect(mixed.domains.map(({ status }) => status)).toEqual(['DOMAIN_STATUS_CODE_OK', 'DOMAIN_STATUS_CODE_OK']);
    const ofDomain = (name: string) => mixed.hypotheses.find(({ domain }) => domain === name)!.scores;
    expect(ofDomain('books')).toMatchObject(books.scores);
    // What was missing is missing, and what was 0 is 0.
    const { domain, intent, slot } = ofDomain('music')!;
    expect({ domain, intent, slot }).toEqual({ domain: 0, intent: undefined, slot: 0.9 });
    expect(mixed.domains.map(({ warnings }) => warnings)).toEqual([
      [],
      ['score intent of one hypothesis: missing, and training always had it'],
    ]);
    const { scores: _, ...without } = books;
    const incomplete = [jazz({ scores: { domain: 1 } }), { ...without, scores: { domain: 0.4, slot: 1 } }];
    await expect(gateway.rerank({ utterance, hypotheses: incomplete })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/^hypotheses\[1\]\.scores\.intent: missing; the bundle has a recognizer/),
    });
  });

  it('reloads from one kind to the other and back, and loses no request', { timeout: 120_000 }, async () => {
    const { gateway, deploy } = await stack('own', three!);
    const scores = (domain: number) => ({ domain, intent: 0.8, slot: domain });
    const hypotheses = [jazz({ scores: scores(0.9) }), track({ scores: scores(0.3) })];
    const ask = () => gateway.rerank({ utterance, hypotheses });
    const answering = async () => (await ask()).domains[0]!.bundleVersion;
    const stop = steadyLoad(async () => {
      const { hypotheses, domains } = await ask();
      const [{ bundleVersion, inDomain, warnings, status }] = domains as [(typeof domains)[number]];
      if (status !== 'DOMAIN_STATUS_CODE_OK') throw new Error(status);
      return {
        requestId: '',
        bundleVersion,
        bundleDigest: '',
        hypotheses,
        inDomain,
        warnings,
        screened: false,
        controlsPlayback: false,
        media: [],
        catalogueVersion: '',
      };
    });
    const bundles = join(projectRoot(), 'domains', 'music', 'bundle');
    const { version: shipped } = JSON.parse(readFileSync(join(bundles, 'active.json'), 'utf8'));
    const steps: [string, Uint8Array][] = [
      [shipped, readFileSync(join(bundles, `${shipped}.bundle`))],
      ['calibrated', packBundle(calibrated!, { version: 'calibrated' })],
      ['again', packBundle(three!, { version: 'again' })],
    ];
    for (const [version, bytes] of steps) {
      await deploy(version, bytes);
      await expect.poll(answering, { timeout: 30_000 }).toBe(version);
    }
    const { failures, versions, mixed, requests } = await stop();
    expect({ failures, mixed, versions }).toEqual({
      failures: [],
      mixed: [],
      versions: ['own', ...steps.map(([version]) => version)],
    });
    expect(requests).toBeGreaterThan(20);
  });
});
