import { expect, it } from 'vitest';
import { gateVerdicts } from '../../../../cli/release/gates/gates.js';
import type { Scored } from '../../../../training/metrics/scored.js';

const options = { stealBudget: 0.01, resamples: 500, seed: 1 };

/** `count` utterances of a domain, each won by `winner` with a confidence; right where the winner owns them. */
function rows(owner: string, winner: string, count: number, confidence: number): Scored[] {
  return Array.from({ length: count }, () => ({
    reference: { domain: owner, intent: 'Do', slots: [] },
    hypotheses: [{ domain: winner, intent: 'Do', slots: [], confidence }],
  }));
}

/** The same utterances answered otherwise: comparison pairs by the identity of references. */
function answered(utterances: readonly Scored[], answers: readonly Scored[]): Scored[] {
  return utterances.map(({ reference }, index) => ({ reference, hypotheses: answers[index]!.hypotheses }));
}

const failed = (candidate: Scored[], active: Scored[]) =>
  gateVerdicts('music', candidate, active, options)
    .filter(({ passed }) => !passed)
    .map(({ gate }) => gate);

const active = [
  ...rows('music', 'music', 100, 0.95),
  ...rows('books', 'books', 100, 0.95),
  ...rows('other', 'books', 50, 0.05),
];

it('passes what is the same', () => {
  expect(failed(active, active)).toEqual([]);
});

it('passes what is better', () => {
  const better = answered(active, [...rows('music', 'music', 100, 0.999), ...active.slice(100)]);
  expect(failed(better, active)).toEqual([]);
});

it('fails a steal beyond the budget, and the errors that come of it', () => {
  const stealing = [...active.slice(0, 100), ...rows('books', 'music', 10, 0.95), ...active.slice(110)];
  expect(failed(answered(active, stealing), active)).toEqual(['irer', 'ece', 'nll', 'steal from books']);
});

it('allows a steal within the budget that no interval tells from chance', () => {
  const stealing = [...active.slice(0, 100), ...rows('books', 'music', 1, 0.95), ...active.slice(101)];
  expect(failed(answered(active, stealing), active)).toEqual([]);
});

it('fails confidences that say less than they did', () => {
  const unsure = answered(active, [...rows('music', 'music', 100, 0.5), ...active.slice(100)]);
  expect(failed(unsure, active)).toEqual(['ece', 'nll']);
});

it('gives both figures and the difference, with its interval where there is one', () => {
  const stealing = [...active.slice(0, 100), ...rows('books', 'music', 10, 0.95), ...active.slice(110)];
  const verdicts = gateVerdicts('music', answered(active, stealing), active, options);
  expect(verdicts.map(({ gate }) => gate)).toEqual([
    'irer',
    'ece',
    'nll',
    'false accepts',
    'rejected positives',
    'steal from books',
  ]);
  expect(verdicts[0]).toMatchObject({ active: 0, candidate: 0.05, difference: 0.05 });
  expect(verdicts[0]!.low).toBeGreaterThan(0);
  expect(verdicts[5]).toEqual({
    gate: 'steal from books',
    passed: false,
    active: 0,
    candidate: 0.1,
    difference: 0.1,
    // 1.96 standard deviations of a share of .1 of 100, and of the resamples' quantiles.
    low: expect.closeTo(0.1 - 1.96 * 0.03, 1.5),
    high: expect.closeTo(0.1 + 1.96 * 0.03, 1.5),
  });
});

it('counts a rejected utterance as an error of the side that rejects it, and its posterior all the same', () => {
  const rejecting = active.map((row, index) => ({ ...row, accepted: index >= 20 }));
  expect(failed(rejecting, active)).toEqual(['irer', 'rejected positives']);
  const [irer, ece] = gateVerdicts('music', rejecting, active, options);
  expect(irer).toMatchObject({ active: 0, candidate: 0.1 });
  expect(ece).toMatchObject({ difference: 0 });
});

it('takes nothing from a domain whose utterances are rejected', () => {
  const stealing = answered(active, [
    ...active.slice(0, 100),
    ...rows('books', 'music', 10, 0.95),
    ...active.slice(110),
  ]);
  const refused = stealing.map((row, index) => ({ ...row, accepted: index < 100 || index >= 110 }));
  const steal = gateVerdicts('music', refused, active, options).at(-1);
  expect(steal).toMatchObject({ gate: 'steal from books', passed: true, candidate: 0 });
});

it("fails a candidate that lets in more of what is nobody's", () => {
  const before = active.map((row) => ({ ...row, accepted: row.reference.domain !== 'other' }));
  const after = before.map((row, index) => ({ ...row, accepted: row.accepted || index < 210 }));
  expect(failed(after, before)).toEqual(['false accepts']);
  const verdict = gateVerdicts('music', after, before, options).find(({ gate }) => gate === 'false accepts');
  // 10 of 50, with 1.96 standard errors sqrt(.2 * .8 / 50).
  expect(verdict).toMatchObject({ active: 0, candidate: 0.2, difference: 0.2 });
  expect(verdict!.low).toBeCloseTo(0.2 - 1.96 * 0.0566, 1);
});

it("passes a candidate that rejects more of what is nobody's, and has no such gate where there is nothing of nobody", () => {
  const after = active.map((row) => ({ ...row, accepted: row.reference.domain !== 'other' }));
  expect(failed(after, active)).toEqual([]);
  const own = active.slice(0, 200);
  expect(gateVerdicts('music', own, own, options).map(({ gate }) => gate)).not.toContain('false accepts');
});
