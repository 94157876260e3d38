import { expect, it } from 'vitest';
import { areaUnderRiskCoverage, riskCoverage } from '../../../training/metrics/risk-coverage.js';

const outcomes = (confidences: number[], rights: number[]) => ({
  confidences: Float64Array.from(confidences),
  rights: Float64Array.from(rights),
  utterances: Int32Array.from(confidences.keys()),
});

it('answers the most confident first, ties together', () => {
  const curve = riskCoverage(outcomes([0.5, 0.9, 0.5, 0.1], [1, 1, 0, 0]));
  expect(curve).toEqual([
    { threshold: 0.9, coverage: 0.25, risk: 0 },
    { threshold: 0.5, coverage: 0.75, risk: 1 / 3 },
    { threshold: 0.1, coverage: 1, risk: 0.5 },
  ]);
});

it('has the mean risk over coverages as its area', () => {
  // 0.25 * 0 + 0.5 * 1/3 + 0.25 * 1/2
  expect(areaUnderRiskCoverage(outcomes([0.5, 0.9, 0.5, 0.1], [1, 1, 0, 0]))).toBeCloseTo(7 / 24, 12);
  expect(areaUnderRiskCoverage(outcomes([], []))).toBeNaN();
});
