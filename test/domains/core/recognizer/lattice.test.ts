import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lattice, logPartition, pathScore } from '../../../../domains/core/recognizer/lattice.js';
import { movesOf } from '../../../../domains/core/recognizer/moves.js';
import { nBestPaths } from '../../../../domains/core/recognizer/n-best.js';
import { everyPath, logTotal, type Trellis } from '../../../support/models/paths.js';

type Both = Lattice & Trellis;
const withMoves = (trellis: Trellis): Both => ({ ...trellis, moves: movesOf(trellis.transitions, trellis.labels) });

/** Tiny lattices in a matrix that is wider than they are, so that stride and offset matter; some moves are forbidden. */
function latticeOf(value: fc.Arbitrary<number>): fc.Arbitrary<Both> {
  const potential = fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(-Infinity) });
  return fc
    .record({ length: fc.nat(4), labels: fc.integer({ min: 1, max: 4 }), offset: fc.nat(2), margin: fc.nat(2) })
    .chain(({ length, labels, offset, margin }) => {
      const stride = offset + labels + margin;
      const list = (size: number, of: fc.Arbitrary<number>) => fc.array(of, { minLength: size, maxLength: size });
      return fc.record({
        length: fc.constant(length),
        labels: fc.constant(labels),
        stride: fc.constant(stride),
        offset: fc.constant(offset),
        emissions: list(length * stride, value),
        transitions: list(labels * labels, potential),
        start: list(labels, potential),
      });
    })
    .map(withMoves);
}

const real = fc.double({ min: -5, max: 5, noNaN: true });
/** Whole numbers add up exactly and tie often. */
const whole = fc.integer({ min: -1, max: 1 });

const scoreOf = (lattice: Trellis, labels: Uint8Array) =>
  everyPath(lattice).find((path) => path.labels.join() === labels.join())!.score;

/** A lattice of two labels with every potential 0. */
const flat = (length: number, transition = 0): Both =>
  withMoves({
    length,
    labels: 2,
    stride: 2,
    offset: 0,
    emissions: new Float64Array(2 * length),
    transitions: Array(4).fill(transition),
    start: [0, 0],
  });

describe('pathScore', () => {
  it('is the score of each path that there is', () => {
    fc.assert(
      fc.property(latticeOf(real), (lattice) => {
        for (const { labels, score } of everyPath(lattice))
          expect(pathScore(lattice, lattice.transitions, labels)).toBeCloseTo(score, 12);
      }),
    );
  });

  it('is -Infinity for a path that is forbidden, and 0 for none', () => {
    expect(pathScore(flat(2, -Infinity), Array(4).fill(-Infinity), [0, 1])).toBe(-Infinity);
    expect(pathScore(flat(0), [0, 0, 0, 0], [])).toBe(0);
  });
});

describe('logPartition', () => {
  it('is the log of the sum over every path', () => {
    fc.assert(
      fc.property(latticeOf(real), (lattice) => {
        const total = logTotal(everyPath(lattice).map((path) => path.score));
        if (total === -Infinity) expect(logPartition(lattice)).toBe(-Infinity);
        else expect(logPartition(lattice)).toBeCloseTo(total, 9);
      }),
      { numRuns: 300 },
    );
  });

  it('counts the paths where all potentials are 0', () => {
    expect(logPartition(flat(0))).toBe(0);
    expect(logPartition(flat(1))).toBeCloseTo(Math.log(2), 12);
    expect(logPartition(flat(10))).toBeCloseTo(10 * Math.log(2), 12);
  });

  it('neither overflows nor underflows', () => {
    const far = { ...flat(3), emissions: Float64Array.of(900, -900, 900, 900, -900, -900) };
    expect(logPartition(far)).toBeCloseTo(900 + Math.log(4), 9);
  });

  it('keeps a way that seemed hopeless and turns out to be the only one', () => {
    const late = withMoves({
      ...flat(2),
      emissions: Float64Array.of(0, -900, 0, 0),
      transitions: [-Infinity, -Infinity, 0, 0],
    });
    expect(logPartition(late)).toBeCloseTo(-900 + Math.LN2, 9);
    expect(logPartition({ ...late, start: [0, -Infinity] })).toBe(-Infinity);
  });
});

describe('nBestPaths', () => {
  it('finds the best paths of all, in order', () => {
    fc.assert(
      fc.property(latticeOf(real), fc.integer({ min: 1, max: 9 }), (lattice, n) => {
        const expected = everyPath(lattice).sort((a, b) => b.score - a.score);
        const found = nBestPaths(lattice, n);
        expect(found).toHaveLength(Math.min(n, expected.length));
        for (const [rank, path] of found.entries()) {
          expect(path.score).toBeCloseTo(expected[rank].score, 9);
          expect(path.score).toBeCloseTo(scoreOf(lattice, path.labels), 9);
        }
        expect(new Set(found.map((path) => path.labels.join())).size).toBe(found.length);
      }),
      { numRuns: 300 },
    );
  });

  it('finds exactly the best scores where many paths tie', () => {
    fc.assert(
      fc.property(latticeOf(whole), fc.integer({ min: 1, max: 9 }), (lattice, n) => {
        const scores = everyPath(lattice).map((path) => path.score);
        const found = nBestPaths(lattice, n);
        expect(found.map((path) => path.score)).toEqual(scores.sort((a, b) => b - a).slice(0, n));
        for (const path of found) expect(scoreOf(lattice, path.labels)).toBe(path.score);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves out what is not above a score', () => {
    fc.assert(
      fc.property(latticeOf(whole), fc.integer({ min: -6, max: 6 }), (lattice, least) => {
        const all = nBestPaths(lattice, 300);
        expect(nBestPaths(lattice, 300, least)).toEqual(all.filter((path) => path.score > least));
      }),
    );
  });

  it('breaks ties by the last label, then by the ones before it', () => {
    const paths = (n: number) => nBestPaths(flat(2), n).map((path) => [...path.labels]);
    const inOrder = [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ];
    expect(paths(9)).toEqual(inOrder);
    expect(paths(3)).toEqual(inOrder.slice(0, 3));
    expect(paths(1)).toEqual(inOrder.slice(0, 1));
  });

  it('gives the one empty path for no tokens, and none where every move is forbidden', () => {
    expect(nBestPaths(flat(0), 5)).toEqual([{ labels: new Uint8Array(0), score: 0 }]);
    expect(nBestPaths({ ...flat(2), start: [-Infinity, -Infinity] }, 5)).toEqual([]);
    expect(nBestPaths(flat(2, -Infinity), 5)).toEqual([]);
  });
});
