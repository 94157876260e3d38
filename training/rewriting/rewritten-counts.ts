import { CustomerWeights } from '../learning/sessions/customer-weights.js';
import { addSignal, noSignals, type Signals, type ToldSuccess, trueSuccess } from '../learning/told-success.js';
import type { SaidTurn } from './said-turn.js';

/** What one customer's rewritten requests of a pair weigh together, at most. */
const MOST_OF_CUSTOMER = 3;

/** What came of a pair. */
export interface RewrittenCounts {
  readonly from: string;
  readonly to: string;
  readonly customers: Set<string>;
  successes: number;
  failures: number;
  /** What was told of the same requests. */
  readonly signals: Signals;
  /** What remains of what was known before, in (0, 1]: it is older than all of this. */
  before: number;
}

/** The name of a pair. */
export const pairName = (from: string, to: string) => `${from}\t${to}`;

/**
 * What came of requests that were rewritten, by pair. The latest counts whole, and one that lies `halfLife` requests back half:
 * a pair that stops being right is soon seen to. They tell of their own pair and of nothing else, since a rewrite hides the
 * failures that would speak against it (Ponnusamy et al. 2022).
 */
export function rewrittenCounts(
  turns: readonly SaidTurn[],
  halfLife: number,
  told: ToldSuccess,
): Map<string, RewrittenCounts> {
  const rewritten = turns
    .filter((turn) => turn.rewritten !== undefined)
    .sort((one, other) => other.timeMs - one.timeMs);
  const weights = new CustomerWeights(MOST_OF_CUSTOMER);
  for (const { customer, text, rewritten: to } of rewritten) weights.add(customer, pairName(text, to!), 1);
  const counts = new Map<string, RewrittenCounts>();
  for (const { customer, text, rewritten: to, success: label } of rewritten) {
    const success = trueSuccess(label, told);
    const name = pairName(text, to!);
    const own = counts.get(name) ?? {
      ...{ from: text, to: to!, customers: new Set<string>() },
      ...{ successes: 0, failures: 0, signals: noSignals(), before: 1 },
    };
    const factor = weights.factor(customer, name);
    const weight = factor * own.before;
    addSignal(own.signals, label, weight);
    own.successes += weight * success;
    own.failures += weight * (1 - success);
    own.customers.add(customer);
    own.before *= 2 ** -(factor / halfLife);
    counts.set(name, own);
  }
  for (const own of counts.values()) {
    const total = own.successes + own.failures;
    own.successes = Math.min(total, Math.max(0, own.successes));
    own.failures = total - own.successes;
  }
  return counts;
}
