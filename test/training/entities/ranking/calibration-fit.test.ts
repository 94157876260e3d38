import { expect, test } from 'vitest';
import { fitListCalibration, type ScoredList } from '../../../../training/entities/ranking/calibration-fit.js';

test('points rise where a bin of little weight is always right', () => {
  // Of 1200 lists the upper hundred weigh little and are always right; those below are right in 99 of 100.
  const lists = Array.from({ length: 1200 }, (_, index): ScoredList => {
    const isRight = index >= 1100 || index % 100 !== 0;
    return {
      scores: Float64Array.from([5 + index / 100, 0]),
      grades: Float64Array.from(isRight ? [1, 0] : [0, 1]),
      weight: index >= 1100 ? 0.05 : 1,
    };
  });
  const { points } = fitListCalibration(lists);
  for (const [index, { from, to }] of points.entries()) {
    if (index === 0) continue;
    expect(from).toBeGreaterThan(points[index - 1]!.from);
    expect(to).toBeGreaterThanOrEqual(points[index - 1]!.to);
  }
});
