import { expect, test } from 'vitest';
import { fitRejection } from '../../../training/priors/fit-rejection.js';
import type { CrossDomain } from '../../../training/run/cross-domain.js';

const row = (
  source: string,
  domain: string,
  inDomain: number,
): Pick<CrossDomain, 'source' | 'reference' | 'inDomain'> => ({
  source,
  reference: { domain, intent: '', slots: undefined },
  inDomain,
});
const others = (source: string, count: number, ...surest: number[]) =>
  Array.from({ length: count }, (_, index) => row(source, 'other', surest[index] ?? 0.01));

test('lets in one in two hundred others of all sources together', () => {
  // Two of 400: .9 and .8 are let in, .7 is not.
  const rows = [...others('one', 200, 0.3), ...others('another', 200, 0.9, 0.8, 0.7), row('one', 'music', 0.2)];
  expect(fitRejection(rows)).toEqual({ inDomain: 0.701, falseAccepts: 0.005 });
});

test('a row counts by the weight of its source', () => {
  // 300 rows weigh 225, of which 1.125 may be let in: four of a quarter, no fifth.
  const rows = [...others('met', 200), ...others('authored', 100, 0.9, 0.8, 0.7, 0.6, 0.5)];
  expect(fitRejection(rows, { authored: 0.25 })).toEqual({ inDomain: 0.501, falseAccepts: 0.005 });
});

test('ambiguous rows and those of domains do not count', () => {
  const rows = [...others('one', 200, 0.3), row('one', 'ambiguous', 0.99), row('one', 'books', 0.99)];
  expect(fitRejection(rows)).toEqual({ inDomain: 0.011, falseAccepts: 0.005 });
});

test('says nothing without other utterances', () => {
  expect(fitRejection([row('some', 'music', 0.9)])).toBeUndefined();
});
