import { expect, test } from 'vitest';
import { anyDomain, decide, thresholdOf } from '../../../gateway/answer/decision.js';

const threshold = 0.5;

test.each([
  ['no hypothesis', [], [0.9], 'REJECT'],
  ['a sure domain', [0.9], [0.95, 0.01], 'ACCEPT'],
  ['a domain sure of the utterance and unsure of its slots', [0.2], [0.95, 0.01], 'ACCEPT'],
  ['low in-domain probabilities', [0.9], [0.1, 0.1], 'REJECT'],
  ['two domains at 0.4: 1 - 0.6 * 0.6 = 0.64', [0.3], [0.4, 0.4], 'ACCEPT'],
  ['just at the threshold', [0.3], [0.5], 'ACCEPT'],
  ['a sure domain whose best hypothesis is at 0.001', [0.001], [0.95], 'ACCEPT'],
] as const)('%s', (_, posteriors, inDomain, decision) => {
  expect(
    decide(
      posteriors.map((posterior) => ({ posterior })),
      inDomain,
      threshold,
      [],
    ),
  ).toBe(decision);
});

test('several readings are asked about, but not those of a request that is rejected', () => {
  const [one, other] = [{ domain: 'music' }, { domain: 'video' }];
  const with2 = (inDomain: number) => decide([{ posterior: 0.5 }], [inDomain], threshold, [one, other]);
  expect(with2(0.9)).toBe('CLARIFY');
  expect(with2(0.1)).toBe('REJECT');
  expect(decide([{ posterior: 0.5 }], [0.9], threshold, [one])).toBe('ACCEPT');
});

test('threshold: as configured, else as the table was fitted, else the default', () => {
  const rejection = { inDomain: 0.2, falseAccepts: 0.01 };
  expect(thresholdOf({ rejection }, { inDomain: 0.7 })).toBe(0.7);
  expect(thresholdOf({ rejection }, {})).toBe(0.2);
  expect(thresholdOf({}, {})).toBe(0.5);
});

test('P(any domain): none 0, one its own, certain 1', () => {
  expect(anyDomain([])).toBe(0);
  expect(anyDomain([0.25])).toBe(0.25);
  expect(anyDomain([1, 0.3])).toBe(1);
  expect(anyDomain([0.5, 0.5])).toBe(0.75);
});
