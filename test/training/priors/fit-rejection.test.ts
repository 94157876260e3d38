import { expect, test } from 'vitest';
import { fitRejection } from '../../../training/priors/fit-rejection.js';
import type { CrossDomain } from '../../../training/run/cross-domain.js';

const row = (source: string, domain: string, inDomain: number): Omit<CrossDomain, 'best'> => ({
  id: '',
  text: '',
  source,
  reference: { domain, intent: '', slots: undefined },
  hypotheses: [],
  inDomain,
  accepted: false,
});

test('lets in one in two hundred others of the corpus that is hardest, at most', () => {
  const others = (source: string, sure: number) =>
    Array.from({ length: 200 }, (_, index) => row(source, 'other', index < 3 ? sure - index / 10 : 0.01));
  const rows = [...others('easy', 0.3), ...others('hard', 0.9), row('easy', 'music', 0.2), row('hard', 'music', 0.95)];
  // One of 200: .9 is let in, .8 is not; the lowest score that was seen above it.
  expect(fitRejection(rows)).toEqual({ inDomain: 0.9, falseAccepts: 0.005 });
});

test('says nothing without other utterances', () => {
  expect(fitRejection([row('some', 'music', 0.9)])).toBeUndefined();
});
