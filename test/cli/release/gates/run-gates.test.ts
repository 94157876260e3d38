import { expect, it } from 'vitest';
import { packBundle } from '../../../../bundles/format/pack.js';
import { measuredText, runGates } from '../../../../cli/release/gates/run-gates.js';
import type { CorpusRow } from '../../../../training/corpus/corpus-row.js';
import { packTrainingTexts, TRAINING_TEXTS_PART } from '../../../../training/overlap/training-texts.js';
import { shippedBundles } from '../../../support/models/shipped.js';

const music = (await shippedBundles()).find(({ domain }) => domain === 'music')!;
const options = { stealBudget: 0.01, resamples: 50, seed: 1 };

/** Twenty rows of music, of which the active and the candidate answer some. */
const rows = Array.from(
  { length: 20 },
  (_, index): CorpusRow => ({
    id: `${index}`,
    text: `play take ${index}`,
    intent: 'PlayMusic',
    domain: 'music',
    slots: [{ name: 'track', value: `take ${index}`, start: 5, end: 10 + `${index}`.length }],
    source: 'rows.jsonl',
  }),
);
const corpora = [{ identity: { name: 'my/rows.jsonl', rows: rows.length, sha256: 'ab'.repeat(32) }, rows }];

/** The shipped music bundle as training makes it now: with a record of these texts, and of the corpora's digests. */
function trainedOn(version: string, texts: readonly string[], digests: readonly string[] = []): Uint8Array {
  const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...manifest } = music.bundle.manifest;
  const corporaOf = digests.map((sha256) => ({ name: 'rows', rows: 20, sha256 }));
  const parts = new Map([...music.bundle.parts, [TRAINING_TEXTS_PART, packTrainingTexts(texts)] as const]);
  const training = { ...manifest.training, corpora: corporaOf };
  return packBundle({ manifest: { ...manifest, training }, parts }, { version });
}

/** The shipped music bundle as training made it before it kept a record of texts. */
function withoutRecord(version: string): Uint8Array {
  const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...manifest } = music.bundle.manifest;
  const parts = new Map([...music.bundle.parts].filter(([name]) => name !== TRAINING_TEXTS_PART));
  return packBundle({ manifest, parts }, { version });
}

const active = (bytes: Uint8Array) => new Map([['music', { digest: undefined, read: async () => bytes }]]);
const texts = (count: number) => rows.slice(0, count).map(({ text }) => `${text.toUpperCase()}!`);
const gates = (candidate: Uint8Array, force = false, beside = music.bytes) =>
  runGates(candidate, active(beside), { ...options, corpora, force });

it('measures what was trained on nothing of it, and says of which bundle only digests are known', async () => {
  const { verdicts, measured } = await gates(trainedOn('new', ['pause']), false, withoutRecord('old'));
  expect(verdicts!.every(({ passed }) => passed)).toBe(true);
  expect(measured).toMatchObject({ leftOut: 0, forced: [], overlaps: { candidate: [], active: [] } });
  expect(measuredText(measured!)).toEqual([
    'overlap with training is known by digest only for music/old: no record of texts',
    // No answer differs: 2.8016 * sqrt(3) / 20.
    'these rows show a change of 24.3 points of IRER with 80 % power (20 requests of domains, 0 of them answered rightly by one side only)',
    'these rows show a change of 24.3 points of rejected positives with 80 % power (20 requests, 0 of them decided otherwise by one side)',
  ]);
});

it('leaves out a row in twenty that was trained on', async () => {
  const { measured } = await gates(trainedOn('new', texts(1)));
  expect(measured).toMatchObject({ leftOut: 1, power: { requests: 19 } });
  expect(measuredText(measured!).slice(0, 2)).toEqual([
    'music/new was trained on 1 of 20 rows (5.0 %) of my/rows.jsonl, by text',
    '1 row that the candidate was trained on is left out',
  ]);
});

it('refuses two in twenty, naming corpus and share and the ways on', async () => {
  await expect(gates(trainedOn('new', texts(2)))).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: expect.stringMatching(
      /\n {2}music\/new was trained on 2 of 20 rows \(10\.0 %\) of my\/rows\.jsonl, by text\n[\s\S]*--corpus[\s\S]*--force/,
    ),
  });
});

it('refuses by the digest where no text is known', async () => {
  await expect(gates(trainedOn('new', [], ['ab'.repeat(32)]))).rejects.toThrow(
    'music/new was trained on 20 of 20 rows (100.0 %) of my/rows.jsonl, by digest',
  );
});

it('measures on everything by force, and says that it flatters', async () => {
  const { measured } = await gates(trainedOn('new', texts(2)), true);
  expect(measured).toMatchObject({ leftOut: 0, forced: [{ seen: 2, rows: 20, by: 'text' }] });
  expect(measuredText(measured!)).toContain('measured all the same, by --force: its figures flatter it');
});

it('says what an active version was trained on', async () => {
  const { measured } = await gates(trainedOn('new', []), false, trainedOn('old', texts(10)));
  expect(measuredText(measured!)).toContain(
    'music/old was trained on 10 of 20 rows (50.0 %) of my/rows.jsonl, by text; it is active, and looks better than it is',
  );
});
