import { expect, it } from 'vitest';
import { driftBars, stabilityIndex } from '../../../console/web/live/drift.js';

const bin = (from: number, count: number) => ({
  ...{ from, to: from + 0.1, count, meanConfidence: from, shareRight: from, low: 0, high: 1 },
});

it('spreads of other buckets meet in ten bars', () => {
  const live = {
    ends: [0.05, 0.1, 0.5, 0.9, 0.99, 1],
    shares: [0.1, 0.1, 0, 0.3, 0.2, 0.3],
    count: 10,
    of: 'started',
  } as const;
  const bars = driftBars(live, [bin(0, 20), bin(0.8, 30), bin(0.9, 50)]);
  expect(bars).toHaveLength(10);
  expect(bars[0]).toMatchObject({ live: 0.2, measured: 0.2 });
  expect(bars[9]!.live).toBeCloseTo(0.5);
  expect(bars[9]!.measured).toBeCloseTo(0.5);
  expect(stabilityIndex(bars)).toBeCloseTo(0, 6);
});

it('a spread that has moved has an index over .25', () => {
  const live = { ends: [0.5, 1], shares: [1, 0], count: 10, of: 'started' } as const;
  expect(stabilityIndex(driftBars(live, [bin(0.4, 10), bin(0.9, 90)]))).toBeGreaterThan(0.25);
});

it('nothing is compared without a report', () => {
  expect(driftBars({ ends: [1], shares: [1], count: 1, of: 'started' }, [])).toEqual([]);
});
