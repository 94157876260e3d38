import { OTHER } from '../../../training/corpus/corpus-row.js';
import { compare } from '../../../training/evaluation/comparison.js';
import { measure } from '../../../training/evaluation/figures.js';
import type { BootstrapOptions } from '../../../training/metrics/bootstrap.js';
import type { Scored } from '../../../training/metrics/scored.js';
import { stealMatrix, stealShare } from '../../../training/metrics/steal-matrix.js';

/** The figures that no candidate may worsen: of the merged list, all domains taking part. */
const GATED = ['irer', 'ece', 'nll'] as const;

export interface GateOptions extends BootstrapOptions {
  /** By how much the share that the candidate wins of another domain's utterances may grow, in [0, 1]. */
  readonly stealBudget: number;
}

/** One gate's verdict. */
export interface Verdict {
  /** A figure, or `steal from <domain>`. */
  readonly gate: string;
  readonly passed: boolean;
  readonly active: number;
  readonly candidate: number;
  /** candidate - active, with its 95% interval where one was made. */
  readonly difference: number;
  readonly low?: number;
  readonly high?: number;
}

/**
 * The candidate beside the active version of its domain, both merged with the active versions of all others, on the same
 * utterances in the same order. A figure fails when it is worse beyond its interval: when even the lower end of the paired
 * 95% interval is a worsening. A steal fails when it grows by more than the budget.
 */
export function judge(
  domain: string,
  candidate: readonly Scored[],
  active: readonly Scored[],
  { stealBudget, ...bootstrap }: GateOptions,
): Verdict[] {
  const compared = compare(candidate, active, bootstrap, GATED);
  const { irer, top } = measure(active);
  const before: Record<(typeof GATED)[number], number> = { irer, ece: top.ece, nll: top.nll };
  const figures = GATED.map((gate): Verdict => {
    const { value, low, high } = compared[gate].difference;
    const now = before[gate] + value;
    return { gate, passed: !(low > 0), active: before[gate], candidate: now, difference: value, low, high };
  });
  const [after, now] = [stealMatrix(candidate), stealMatrix(active)];
  const steals = now.owners
    .filter((owner) => owner !== domain && owner !== OTHER)
    .map((owner): Verdict => {
      const shares = { active: stealShare(now, domain, owner), candidate: stealShare(after, domain, owner) };
      const difference = shares.candidate - shares.active;
      return { gate: `steal from ${owner}`, passed: difference <= stealBudget, ...shares, difference };
    });
  return [...figures, ...steals];
}
