import type { Hypothesis, Preferred } from '../hypothesis.js';

/** What a customer's preferences say of hypotheses. */
export interface PreferenceShifts<H extends Hypothesis = Hypothesis> {
  /** The most that they add to log-odds either way, in nats. */
  readonly maxShift: number;
  /** What they say of everything in a domain: the logarithm of a ratio, within the bound. */
  ofDomain(domain: string): number;
  /** What they say of a hypothesis, its domain included; undefined: nothing. */
  ofHypothesis(domain: string, hypothesis: H): Preferred | undefined;
}
