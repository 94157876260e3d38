import { expect, it } from 'vitest';
import { ownOrderSides, ownOrderVerdicts } from '../../../../../cli/release/gates/lists/own-order-sides.js';
import type { Scored } from '../../../../../training/metrics/scored.js';

const references = Array.from({ length: 40 }, () => ({ domain: 'music', intent: 'Play', slots: [] }));
const options = { stealBudget: 0.01, resamples: 200, seed: 1 };

/** Forty requests of music with one answer each: right in three of four, so sure of it, and accepted or rejected. */
function answers(sure: (isRight: boolean) => number, accepted: boolean): Scored[] {
  return references.map((reference, index) => {
    const isRight = index % 4 !== 0;
    const first = { domain: 'music', intent: isRight ? 'Play' : 'Stop', slots: [], confidence: sure(isRight) };
    return { reference, hypotheses: [first], accepted };
  });
}

const wise = (isRight: boolean) => (isRight ? 0.9 : 0.2);
const verdictsOf = (candidate: Scored[], active: Scored[], isProbable: boolean) =>
  ownOrderVerdicts('music', ownOrderSides(candidate, active, isProbable), options);
const byGate = (verdicts: ReturnType<typeof verdictsOf>) => new Map(verdicts.map((verdict) => [verdict.gate, verdict]));

it('counts no rejection: a cost of 14 has everything rejected, and beside that every order would be a gain', () => {
  const irer = byGate(
    verdictsOf(
      answers(wise, true),
      answers(() => 1e-6, false),
      false,
    ),
  ).get('irer');
  expect(irer).toMatchObject({ active: 0.25, candidate: 0.25, difference: 0, passed: true });
});

it('measures NLL beside one confidence for all, the share that is right, where there are no probabilities', () => {
  const gates = byGate(
    verdictsOf(
      answers(wise, true),
      answers(() => 0.02, false),
      false,
    ),
  );
  expect([...gates.keys()]).toEqual(['irer', 'nll']);
  // -0.75 log 0.75 - 0.25 log 0.25; -0.75 log 0.9 - 0.25 log 0.8.
  expect(gates.get('nll')?.active).toBeCloseTo(0.562335, 6);
  expect(gates.get('nll')?.candidate).toBeCloseTo(0.134806, 6);
  expect(gates.get('nll')?.passed).toBe(true);
});

it('fails a candidate that believes nothing, although its order is right', () => {
  const gates = byGate(
    verdictsOf(
      answers(() => 0.01, false),
      answers(() => 0.02, false),
      false,
    ),
  );
  expect(gates.get('irer')?.passed).toBe(true);
  expect(gates.get('nll')?.passed).toBe(false);
});

it("stands beside the caller's probabilities where they are better than none", () => {
  const gates = byGate(
    verdictsOf(
      answers(wise, true),
      answers((isRight) => (isRight ? 0.95 : 0.1), true),
      true,
    ),
  );
  expect([...gates.keys()]).toEqual(['irer', 'ece', 'nll']);
  // -0.75 log 0.95 - 0.25 log 0.9.
  expect(gates.get('nll')?.active).toBeCloseTo(0.06481, 5);
  const worse = byGate(
    verdictsOf(
      answers(wise, true),
      answers(() => 1e-9, false),
      true,
    ),
  );
  expect([...worse.keys()]).toEqual(['irer', 'nll']);
});
