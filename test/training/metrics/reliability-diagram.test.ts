import { expect, it } from 'vitest';
import { diagramBins, wilsonInterval } from '../../../training/metrics/reliability-diagram.js';

const outcomes = (...pairs: [confidence: number, right: 0 | 1][]) => ({
  confidences: Float64Array.from(pairs, ([confidence]) => confidence),
  rights: Float64Array.from(pairs, ([, right]) => right),
  utterances: Int32Array.from(pairs.keys()),
});

const some = outcomes([0.05, 0], [0.15, 1], [0.55, 0], [0.95, 1], [1, 1], [0.9, 0]);
const read = (bins: ReturnType<typeof diagramBins>) =>
  bins.map(({ from, to, count, shareRight }) => [from, to, count, shareRight]);

it('cuts confidences into bins of equal width, the last with 1, and leaves empty ones out', () => {
  expect(read(diagramBins(some))).toEqual([
    [0, 0.1, 1, 0],
    [0.1, 0.2, 1, 1],
    [0.5, 0.6, 1, 0],
    [0.9, 1, 3, 2 / 3],
  ]);
  expect(diagramBins(some).at(-1)!.meanConfidence).toBeCloseTo(0.95, 12);
});

it('joins bins that hold too few with the next, and what is left over with the one before', () => {
  expect(read(diagramBins(some, { bins: 10, least: 2 }))).toEqual([
    [0, 0.2, 2, 0.5],
    [0.2, 1, 4, 0.5],
  ]);
  expect(read(diagramBins(outcomes([0.1, 0], [0.2, 0], [0.9, 1]), { bins: 4, least: 2 }))).toEqual([[0, 1, 3, 1 / 3]]);
  expect(diagramBins(outcomes())).toEqual([]);
});

it('gives the Wilson interval', () => {
  // 8 of 10, worked out by hand with z = 1.959964: centre 0.7167, half width 0.2266.
  const [low, high] = wilsonInterval(8, 10);
  expect(low).toBeCloseTo(0.4902, 4);
  expect(high).toBeCloseTo(0.9433, 4);
  expect(wilsonInterval(0, 5)[0]).toBeCloseTo(0, 12);
  expect(wilsonInterval(5, 5)[1]).toBeCloseTo(1, 12);
});
