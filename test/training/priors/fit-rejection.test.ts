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

test('lets in one in a hundred others of all sources together', () => {
  // Four of 400: .6 is let in, .5 is not.
  const rows = [
    ...others('one', 200, 0.3),
    ...others('another', 200, 0.9, 0.8, 0.7, 0.6, 0.5),
    row('one', 'music', 0.2),
  ];
  expect(fitRejection(rows)).toEqual({ inDomain: 0.501, falseAccepts: 0.01 });
});

test('a row counts by the weight of its source', () => {
  // 300 rows weigh 225, of which 2.25 may be let in: nine of a quarter, no tenth.
  const surest = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5];
  const rows = [...others('met', 200), ...others('authored', 100, ...surest)];
  expect(fitRejection(rows, { authored: 0.25 })).toEqual({ inDomain: 0.501, falseAccepts: 0.01 });
});

test('ambiguous rows and those of domains do not count', () => {
  const rows = [...others('one', 200, 0.3), row('one', 'ambiguous', 0.99), row('one', 'books', 0.99)];
  expect(fitRejection(rows)).toEqual({ inDomain: 0.011, falseAccepts: 0.01 });
});

test('says nothing without other utterances', () => {
  expect(fitRejection([row('some', 'music', 0.9)])).toBeUndefined();
});
