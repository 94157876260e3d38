import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OwnScore, ScoreKind } from '../../../../bundles/format/own-scores.js';
import { ownColumns, ownEvidence } from '../../../../domains/core/own-scores/evidence.js';
import { onScale } from '../../../../domains/core/own-scores/scale.js';
import { logit } from '../../../../serving/numeric/log-odds.js';

const score = (name: string, more: Partial<OwnScore> = {}): OwnScore => ({
  name,
  kind: 'number',
  always: true,
  least: -100,
  most: 100,
  floor: 1e-9,
  centre: 0,
  spread: 1,
  knots: [],
  ...more,
});

describe('onScale', () => {
  const scaled = (kind: ScoreKind, value: number, form: 'r2' | 'list-wise' = 'list-wise', floor = 1e-9) =>
    onScale({ kind, floor }, value, form);

  it.each([
    ['probability', 0.8, Math.log(4)],
    ['log-probability', Math.log(0.8), Math.log(4)],
    ['logit', 2.5, 2.5],
    ['cost', 3, -3],
    ['rank', 0, 0],
    ['rank', 3, -Math.log(4)],
    ['number', -7, -7],
  ] as const)('%s %d is %d: the larger the likelier, probabilities in log-odds', (kind, value, expected) => {
    expect(scaled(kind, value)).toBeCloseTo(expected, 12);
  });

  it("takes logarithms of probabilities for the paper's forms", () => {
    expect(scaled('probability', 0.8, 'r2')).toBeCloseTo(Math.log(0.8), 12);
    expect(scaled('logit', Math.log(4), 'r2')).toBeCloseTo(Math.log(0.8), 12);
  });

  it('holds probabilities off 0 and 1 by the floor', () => {
    expect(scaled('probability', 0, 'list-wise', 0.005)).toBeCloseTo(logit(0.005), 9);
    expect(scaled('probability', 1, 'list-wise', 0.005)).toBeCloseTo(logit(0.995), 9);
    expect(scaled('log-probability', Number.NEGATIVE_INFINITY, 'list-wise', 0.005)).toBeCloseTo(logit(0.005), 9);
  });
});

describe('ownEvidence', () => {
  const scores = [score('a', { centre: 1, spread: 2, knots: [-1, 3] }), score('b', { always: false })];

  it('has, for each hypothesis, units, the way beyond each knot, what is missing, and its rank', () => {
    expect(ownColumns(scores).hypothesis).toEqual(['a', 'a~1', 'a~2', 'a.missing', 'b', 'b.missing', 'list.rank']);
    const { hypotheses } = ownEvidence(scores, 'list-wise', [{ a: 5, b: 1 }, { a: -3 }, { a: 1, b: null }]);
    expect([...hypotheses].map((value) => Number(value.toFixed(6)))).toEqual([
      ...[2, 0, 1, 0, 1, 0, 0],
      ...[-2, 1, 0, 0, 0, 1, Number(Math.log(3).toFixed(6))],
      ...[0, 0, 0, 0, 0, 1, Number(Math.log(2).toFixed(6))],
    ]);
  });

  it("has, for the list, the top hypothesis's columns, the share that lacks a score, its gap, the log-sum below it, and the count", () => {
    const { list } = ownEvidence(scores, 'list-wise', [{ a: -3 }, { a: 5, b: 1 }]);
    expect(ownColumns(scores).list.slice(-3)).toEqual(['list.gap', 'list.logSum', 'list.count']);
    expect([...list].map((value) => Number(value.toFixed(9)))).toEqual([
      ...[2, 0, 1, 0, 1, 0.5, 5],
      ...[Math.log1p(Math.exp(-5)), Math.log(2)].map((value) => Number(value.toFixed(9))),
    ]);
    const alone = ownEvidence(scores, 'list-wise', [{ a: 5, b: 1 }]).list;
    expect([...alone.slice(-3)]).toEqual([0, 0, 0]);
  });

  it('takes what lies outside the range of training for the nearer end, and what is not finite for missing', () => {
    const ranged = [score('a', { least: 0, most: 1 })];
    const rows = [{ a: 7 }, { a: -1e300 }, { a: Number.NaN }, { a: Number.POSITIVE_INFINITY }];
    const { hypotheses } = ownEvidence(ranged, 'list-wise', rows);
    expect([...hypotheses].filter((_, index) => index % 3 < 2)).toEqual([1, 0, 0, 0, 0, 1, 0, 1]);
  });

  it('is the same in any order of the hypotheses', () => {
    const value = fc.option(fc.double({ min: -50, max: 50, noNaN: true }));
    const hypothesis = fc.record({ a: value, b: value });
    fc.assert(
      fc.property(fc.uniqueArray(hypothesis, { minLength: 1, maxLength: 6, selector: JSON.stringify }), (list) => {
        const [ahead, back] = [list, [...list].reverse()].map((each) => ownEvidence(scores, 'list-wise', each));
        const sums = list.map(({ a, b }) => (a === null ? 0 : (a - 1) / 2) + (b ?? 0));
        fc.pre(new Set(sums).size === sums.length);
        for (const [index, each] of ahead!.list.entries()) expect(back!.list[index]).toBeCloseTo(each, 9);
      }),
    );
  });
});
