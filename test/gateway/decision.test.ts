import { expect, test } from 'vitest';
import { anyDomain, decide, thresholdsOf } from '../../gateway/decision.js';

const thresholds = { inDomain: 0.5, posterior: 0.05 };

test.each([
  ['no hypothesis', [], [0.9], 'REJECT'],
  ['a sure domain', [0.9], [0.95, 0.01], 'ACCEPT'],
  ['a sure domain that is unsure of the slots', [0.2], [0.95, 0.01], 'ACCEPT'],
  ['nobody claims it', [0.9], [0.1, 0.1], 'REJECT'],
  ['two domains half claim it: 1 - .6 * .6 = .64', [0.3], [0.4, 0.4], 'ACCEPT'],
  ['just at the threshold', [0.3], [0.5], 'ACCEPT'],
  ['the best posterior is next to nothing', [0.049], [0.95], 'REJECT'],
  ['the posterior is just at its threshold', [0.05], [0.95], 'ACCEPT'],
] as const)('%s', (_, posteriors, inDomain, decision) => {
  expect(
    decide(
      posteriors.map((posterior) => ({ posterior })),
      inDomain,
      thresholds,
      [],
    ),
  ).toBe(decision);
});

test('several readings are asked about, but not those of a request that is rejected', () => {
  const [one, other] = [{ domain: 'music' }, { domain: 'video' }];
  const with2 = (inDomain: number) => decide([{ posterior: 0.5 }], [inDomain], thresholds, [one, other]);
  expect(with2(0.9)).toBe('CLARIFY');
  expect(with2(0.1)).toBe('REJECT');
  expect(decide([{ posterior: 0.5 }], [0.9], thresholds, [one])).toBe('ACCEPT');
});

test('thresholds: as configured, else as the table was fitted, else the default', () => {
  const rejection = { inDomain: 0.2, falseAccepts: 0.01 };
  expect(thresholdsOf({ rejection }, { inDomain: 0.7, posterior: 0.1 })).toEqual({ inDomain: 0.7, posterior: 0.1 });
  expect(thresholdsOf({ rejection }, { posterior: 0.05 })).toEqual({ inDomain: 0.2, posterior: 0.05 });
  expect(thresholdsOf({}, { posterior: 0.05 })).toEqual({ inDomain: 0.5, posterior: 0.05 });
});

test('P(any domain): none 0, one its own, certain 1', () => {
  expect(anyDomain([])).toBe(0);
  expect(anyDomain([0.25])).toBe(0.25);
  expect(anyDomain([1, 0.3])).toBe(1);
  expect(anyDomain([0.5, 0.5])).toBe(0.75);
});
