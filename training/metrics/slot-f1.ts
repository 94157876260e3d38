import { matchSlots } from './interpretation-match.js';
import { type Ratio, ratioOver } from './ratio.js';
import { isInDomain, type Scored } from './scored.js';

/**
 * Micro F1 over (name, value) of the top hypotheses of in-domain utterances, as 2 matched / (reference + hypothesis
 * slots). Without a top hypothesis every reference slot is missed. NaN when there are no slots on either side.
 */
export function slotF1Ratio(scored: readonly Scored[]): Ratio {
  return ratioOver(scored, ({ reference, hypotheses: [top] }) => {
    if (!isInDomain(reference)) return undefined;
    const found = top?.slots ?? [];
    return [2 * matchSlots(reference.slots, found).matched, reference.slots.length + found.length];
  });
}
