import { detectableDifference } from '../../../training/evaluation/detectable-difference.js';
import { interpretationErrorRatio } from '../../../training/metrics/interpretation-errors.js';
import type { Scored } from '../../../training/metrics/scored.js';
import { DECISION_LOSSES, type DecisionLoss, withoutRejected } from './gates.js';

/** The smallest change of IRER that the gate sees, and the number of requests that it follows from. */
export interface Power {
  /** Requests of domains that count. */
  readonly requests: number;
  /** Number of them that one side alone answers rightly. */
  readonly differing: number;
  /** The smallest true difference of IRER that fails the gate in 80 % of draws of as many requests, in [0, 1]. */
  readonly detectable: number;
}

/** The same of a share that the decision alone settles, such as false accepts: utterances that count, that differ, and what is seen. */
export interface DecisionPower extends Power {
  readonly gate: string;
}

/** The power of the gates on false accepts and rejected positives, of those that there are. */
export function decisionPowers(candidate: readonly Scored[], active: readonly Scored[]): DecisionPower[] {
  return Object.entries<DecisionLoss>(DECISION_LOSSES).flatMap(([gate, loss]): DecisionPower[] => {
    const differences = candidate.flatMap((row, index) => {
      const [after, before] = [loss(row), loss(active[index])];
      return after === undefined || before === undefined ? [] : [after - before];
    });
    if (differences.length === 0) return [];
    const differing = differences.filter((difference) => difference !== 0).length;
    return [{ gate, requests: differences.length, differing, detectable: detectableDifference(differences) }];
  });
}

/** The same in a sentence. */
export function decisionPowerText({ gate, requests, differing, detectable }: DecisionPower): string {
  const one = `${requests} requests, ${differing} of them decided otherwise by one side`;
  if (!(detectable <= 1)) return `these rows are too few to show a change of ${gate} with 80 % power (${one})`;
  return `these rows show a change of ${(100 * detectable).toFixed(1)} points of ${gate} with 80 % power (${one})`;
}

/** The power of the gate on IRER for two sides that differ as these do, on the same utterances in the same order. */
export function gatePower(candidate: readonly Scored[], active: readonly Scored[]): Power {
  const [after, before] = [candidate, active].map((side) => interpretationErrorRatio(side.map(withoutRejected)));
  const differences = [...after.numerators]
    .map((error, row) => error - before.numerators[row])
    .filter((_, row) => before.denominators[row] > 0);
  return {
    requests: differences.length,
    differing: differences.filter((difference) => difference !== 0).length,
    detectable: detectableDifference(differences),
  };
}

/** The power in a sentence. */
export function powerText({ requests, differing, detectable }: Power): string {
  const one = `${requests} requests of domains, ${differing} of them answered rightly by one side only`;
  if (!(detectable <= 1)) return `these rows are too few to show a change of IRER with 80 % power (${one})`;
  return `these rows show a change of ${(100 * detectable).toFixed(1)} points of IRER with 80 % power (${one})`;
}
