import type { DeviceContext } from './context.js';
import { anyDomain } from './decision.js';
import type { PriorTable } from './prior-table.js';
import { type Claim, titleShares } from './title-shares.js';

/** A domain's claim, and what it offers. */
export interface Offer extends Claim {
  readonly hypotheses: readonly object[];
  /** It has hypotheses that it left out: its classifier alone says that the utterance is not its own. */
  readonly hypothesesLeftOut: boolean;
}

/** What decides whether hypotheses that were left out are needed. */
export interface NeedRules {
  /** Absent where no prior is applied. */
  readonly table: PriorTable | undefined;
  /** P(any domain's) below which is rejected, in [0, 1]. */
  readonly threshold: number;
}

/**
 * Of the domains that left their hypotheses out, those that an answer cannot do without. All, where no domain offers any and their
 * claims reject nothing: what is accepted has a hypothesis. Where a catalogue lists the title that is asked for, those whose share
 * of the request is the largest, or large enough to be offered: there context and catalogues may outweigh a classifier.
 */
export function neededOf(
  offers: ReadonlyMap<string, Offer>,
  context: DeviceContext,
  { table, threshold }: NeedRules,
): string[] {
  const silent: string[] = [];
  let isAnyOffered = false;
  for (const [domain, { hypotheses, hypothesesLeftOut }] of offers) {
    if (hypotheses.length > 0) isAnyOffered = true;
    else if (hypothesesLeftOut) silent.push(domain);
  }
  if (silent.length === 0) return silent;
  if (!isAnyOffered) {
    return anyDomain([...offers.values()].map(({ inDomain }) => inDomain)) < threshold ? [] : silent;
  }
  const shares = table && titleShares(table, offers, context);
  if (!shares) return [];
  const least = Math.min(table.clarify?.minShare ?? 1, Math.max(...shares.values()));
  return silent.filter((domain) => shares.get(domain)! >= least);
}
