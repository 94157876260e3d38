import { expect, test } from 'vitest';
import { fitAcceptance } from '../../../training/priors/fit-acceptance.js';

const reference = { domain: 'music', intent: 'Play', slots: [] };
const scores = { domain: 1, intent: 1, slot: 1 };

/** Rows whose best reading has a probability, the first `wrong` of them with another intent. */
function rows(count: number, wrong: number, probability: number, inDomain = 1, source = 'met') {
  return Array.from({ length: count }, (_, index) => ({
    source,
    reference,
    inDomain,
    best: {
      probability,
      hypothesis: {
        domain: 'music',
        intent: index < wrong ? 'Stop' : 'Play',
        slots: [],
        scores,
        confidence: probability,
      },
    },
  }));
}

test('from one half on where all that is accepted keeps the risk', () => {
  expect(fitAcceptance(rows(100, 5, 0.8), undefined)).toEqual({ minProbability: 0.5, risk: 0.1 });
});

test('the lowest probability from which on the rows, and one more that is wrong, keep the risk', () => {
  // 30 of 100 wrong at .6, 4 of 100 at .9: 35/201 are too many, 5/101 are not.
  const mixed = [...rows(100, 30, 0.6), ...rows(100, 4, 0.9)];
  expect(fitAcceptance(mixed, undefined)).toEqual({ minProbability: 0.9, risk: 0.1 });
  expect(fitAcceptance(mixed, undefined, 0.2)).toEqual({ minProbability: 0.5, risk: 0.2 });
  expect(fitAcceptance(mixed, undefined, 0.04)).toBeUndefined();
  // Exactly at the risk, one more wrong row is too many.
  expect(fitAcceptance(rows(100, 10, 0.9), undefined)).toBeUndefined();
});

test('what is rejected or likelier wrong than right is accepted by nobody', () => {
  const sure = rows(100, 0, 0.9);
  expect(fitAcceptance([...sure, ...rows(100, 100, 0.9, 0.1)], { inDomain: 0.2, falseAccepts: 0.01 })).toBeDefined();
  expect(fitAcceptance([...sure, ...rows(100, 100, 0.49)], undefined)).toEqual({ minProbability: 0.5, risk: 0.1 });
  expect(fitAcceptance([{ source: 'met', reference, inDomain: 1, best: undefined }], undefined)).toBeUndefined();
});

test('rows count by the weight of their source', () => {
  // 20 of 200 wrong are too many with one more; at a quarter of the weight 5 of 125 are not.
  const mixed = [...rows(100, 0, 0.9), ...rows(100, 20, 0.9, 1, 'authored')];
  expect(fitAcceptance(mixed, undefined)).toBeUndefined();
  expect(fitAcceptance(mixed, undefined, 0.1, { authored: 0.25 })).toEqual({ minProbability: 0.5, risk: 0.1 });
});
