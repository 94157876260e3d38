import { describe, expect, it } from 'vitest';
import { compare } from '../../../training/evaluation/comparison.js';
import { measure } from '../../../training/evaluation/figures.js';
import { pairedBootstrap } from '../../../training/metrics/bootstrap.js';
import { ratioValue } from '../../../training/metrics/ratio.js';
import { hypothesis, utterance } from './rows.js';

const share = (errors: number[]) => (weights: ArrayLike<number>) =>
  ratioValue({ numerators: Float64Array.from(errors), denominators: new Float64Array(errors.length).fill(1) }, weights);

/** 400 utterances: 40 errors against 60, 30 of them shared. */
const system = Array.from({ length: 400 }, (_, index) => (index < 40 ? 1 : 0));
const baseline = Array.from({ length: 400 }, (_, index) => (index >= 10 && index < 70 ? 1 : 0));

describe('pairedBootstrap', () => {
  it('gives the difference with an interval as wide as theory says', () => {
    const { irer } = pairedBootstrap(400, { irer: { system: share(system), baseline: share(baseline) } });
    expect(irer.difference.value).toBeCloseTo(-0.05, 12);
    expect(irer.relative.value).toBeCloseTo(-1 / 3, 12);
    // The difference of an utterance is 1 for 10, -1 for 30: variance 40/400 - 0.05^2, standard error sqrt(var / 400).
    const halfWidth = 1.96 * Math.sqrt((0.1 - 0.0025) / 400);
    expect(irer.difference.low).toBeCloseTo(-0.05 - halfWidth, 2);
    expect(irer.difference.high).toBeCloseTo(-0.05 + halfWidth, 2);
  });

  it('repeats itself with the same seed and moves with another', () => {
    const run = (seed: number) =>
      pairedBootstrap(400, { irer: { system: share(system), baseline: share(baseline) } }, { resamples: 500, seed });
    expect(run(7)).toEqual(run(7));
    expect(run(7).irer.relative).not.toEqual(run(8).irer.relative);
  });

  it('is paired: equal systems differ by exactly nothing', () => {
    const { irer } = pairedBootstrap(
      400,
      { irer: { system: share(system), baseline: share(system) } },
      { resamples: 200 },
    );
    expect(irer.difference).toEqual({ value: 0, low: 0, high: 0 });
  });

  it('leaves resamples without a countable utterance out of the interval', () => {
    const once = (weights: ArrayLike<number>) =>
      ratioValue({ numerators: Float64Array.of(1, 0), denominators: Float64Array.of(1, 0) }, weights);
    const { rare } = pairedBootstrap(2, { rare: { system: once, baseline: once } }, { resamples: 100 });
    expect(rare.difference).toEqual({ value: 0, low: 0, high: 0 });
  });
});

describe('compare', () => {
  const references = Array.from({ length: 60 }, (_, index) => utterance(index % 3 ? 'music/Play' : 'other', ['a=1']));
  const answered = (confidence: number, wrongEvery: number) =>
    references.map((row, index) => ({
      ...row,
      hypotheses: [hypothesis('music/Play', confidence, index % wrongEvery ? 'a=1' : 'a=2')],
    }));

  it('agrees with the figures of each system', () => {
    const [ours, theirs] = [answered(0.7, 5), answered(0.9, 2)];
    const comparison = compare(ours, theirs, { resamples: 100 });
    const [our, their] = [measure(ours), measure(theirs)];
    for (const name of ['semer', 'irer', 'dcer', 'icer', 'slotF1'] as const) {
      expect(comparison[name].difference.value).toBeCloseTo(our[name] - their[name], 12);
    }
    for (const name of ['ece', 'brier', 'nll'] as const) {
      expect(comparison[name].difference.value).toBeCloseTo(our.top[name] - their.top[name], 12);
    }
    expect(comparison.irer.difference.high).toBeLessThan(0);
  });

  it('gives a figure the same interval on its own', () => {
    const [ours, theirs] = [answered(0.7, 5), answered(0.9, 2)];
    const alone = compare(ours, theirs, { resamples: 100 }, ['irer', 'ece']);
    const { irer, ece } = compare(ours, theirs, { resamples: 100 });
    expect(alone).toEqual({ irer, ece });
  });

  it('refuses lists of different utterances', () => {
    expect(() => compare(answered(0.7, 5), answered(0.7, 5).slice(1))).toThrow(RangeError);
    expect(() => compare(answered(0.7, 5), answered(0.7, 5).reverse())).toThrow(RangeError);
  });
});

it('is quick enough for the whole training set', () => {
  const rows = Array.from({ length: 27_000 }, (_, index) =>
    utterance(
      index % 3 ? 'other' : 'music/Play',
      ['a=1'],
      hypothesis('music/Play', ((index * 7919) % 27_000) / 27_000, 'a=1'),
    ),
  );
  const before = process.cpuUsage();
  compare(rows, rows, { resamples: 200 });
  // 10,000 resamples are 50 times this. Processor time, since a busy machine is no failure.
  const { user } = process.cpuUsage(before);
  expect(user / 1e6).toBeLessThan(2);
});
