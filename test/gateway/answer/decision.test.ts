import { expect, test } from 'vitest';
import { anyDomain } from '../../../gateway/answer/any-domain.js';
import { decide, thresholdsOf } from '../../../gateway/answer/decision.js';

const thresholds = { inDomain: 0.5, minProbability: 0.6, maxMissingRisk: 0.05 };

test.each([
  ['no hypothesis', [], [0.9], [], 'REJECT'],
  ['no reading that may be offered', [0.001], [0.9], [], 'REJECT'],
  ['a reading that is believed', [0.9], [0.95, 0.01], [0.9], 'ACCEPT'],
  ['just at both thresholds', [0.6], [0.5], [0.6], 'ACCEPT'],
  ['a reading that is not believed: did you mean ...?', [0.2], [0.95, 0.01], [0.2], 'CLARIFY'],
  ['low in-domain probabilities', [0.9], [0.1, 0.1], [0.9], 'REJECT'],
  ['two domains at 0.4: 1 - 0.6 * 0.6 = 0.64', [0.7], [0.4, 0.4], [0.7], 'ACCEPT'],
  ['several readings', [0.7], [0.9], [0.7, 0.2], 'CLARIFY'],
  ['several readings of a request that is rejected', [0.7], [0.1], [0.7, 0.2], 'REJECT'],
] as const)('%s', (_, posteriors, inDomain, offered, decision) => {
  const hypotheses = posteriors.map((posterior) => ({ posterior }));
  const readings = offered.map((probability) => ({ probability }));
  const presence = { anyDomain: anyDomain(inDomain), missingRisk: 0 };
  expect(decide(hypotheses, presence, thresholds, readings)).toBe(decision);
});

test.each([
  ['what would be accepted', 0.06, [{}], [{ probability: 0.9 }], 'UNDECIDED'],
  ['what would be asked about', 0.06, [{}], [{ probability: 0.4 }, { probability: 0.3 }], 'UNDECIDED'],
  ['what would be rejected, without a hypothesis', 0.06, [], [], 'UNDECIDED'],
  ['just at the bound', 0.05, [{}], [{ probability: 0.9 }], 'ACCEPT'],
] as const)('%s while a domain is missing', (_, missingRisk, hypotheses, readings, decision) => {
  expect(decide(hypotheses, { anyDomain: 0.9, missingRisk }, thresholds, readings)).toBe(decision);
});

test('thresholds: as configured, else as the table was fitted, else one half', () => {
  const rejection = { inDomain: 0.2, falseAccepts: 0.01 };
  const accept = { minProbability: 0.7, risk: 0.1 };
  const configured = { rejection: { inDomain: 0.7 }, accept: { minProbability: 0.1 }, missing: { maxRisk: 0.2 } };
  expect(thresholdsOf({ rejection, accept }, configured)).toEqual({
    inDomain: 0.7,
    minProbability: 0.1,
    maxMissingRisk: 0.2,
  });
  expect(thresholdsOf({ rejection, accept })).toEqual({ inDomain: 0.2, minProbability: 0.7, maxMissingRisk: 0.05 });
  expect(thresholdsOf({})).toEqual({ inDomain: 0.5, minProbability: 0.5, maxMissingRisk: 0.05 });
});

test('P(any domain): none 0, one its own, certain 1', () => {
  expect(anyDomain([])).toBe(0);
  expect(anyDomain([0.25])).toBe(0.25);
  expect(anyDomain([0.4, 0.4])).toBe(0.8);
  // A third each, as of a request to pause: some domain's.
  expect(anyDomain([0.34, 0.33, 0.33])).toBe(0.999);
  expect(anyDomain([1, 0.3])).toBe(1);
  expect(anyDomain([0.999, 0.99])).toBeCloseTo(0.99999, 12);
});
