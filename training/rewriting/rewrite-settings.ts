import { FEWEST_CUSTOMERS } from '../../gateway/feedback/events/common-words.js';

/** What decides which pairs are made. */
export interface RewriteSettings {
  /** Customers who must have said each text of a pair; at least 1. */
  readonly leastCustomers: number;
  /** A text whose own interpretation is right more often is never rewritten, in [0, 1]. */
  readonly mostOwn: number;
  /** How much likelier right a rewrite must be than the original, in [0, 1]. */
  readonly margin: number;
  /** A rewrite that is found for a weak answer is asked for from this P(right), in [0, 1]. */
  readonly least: number;
  /** A text is searched that succeeds at least as often, in [0, 1]. */
  readonly leastSuccess: number;
  /** Standard deviations of the log-odds that bounds stand below their means. */
  readonly z: number;
  /** Words that must be in both texts of a pair, such as the names of contacts. */
  readonly keep: readonly string[];
  /** Rewritten requests of a pair after which an older one counts half. */
  readonly halfLife: number;
}

export const REWRITE_DEFAULTS: RewriteSettings = {
  leastCustomers: FEWEST_CUSTOMERS,
  mostOwn: 0.5,
  margin: 0.1,
  least: 0.5,
  leastSuccess: 0.6,
  z: 1,
  keep: [],
  halfLife: 25,
};
