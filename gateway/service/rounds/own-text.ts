import type { Query } from '../../domains/query.js';
import type { Rewrite } from '../../rewriting/rewrite.js';
import { isControl } from '../../rewriting/table/control-group.js';
import type { GatewayParts } from '../parts.js';
import type { Round } from './round.js';

/**
 * Remembers what an accepted answer was made from, so that its words are kept as the customer's own if it turns out right. Of a
 * rewritten request these are the customer's own words that were found for it, which outcomes confirm or retract; of other
 * rewrites, requests of pinned versions and the control group, which is never rewritten, nothing is kept.
 * @param sent the request as it was sent
 */
export function keepOwnText(
  { ownTexts }: Pick<GatewayParts, 'ownTexts'>,
  { asker, requestId, versions, asked, rewrite: mayRewrite }: Query,
  { counted, result }: Round,
  rewrite: Rewrite | undefined,
): void {
  const customer = asker?.customer;
  const [best] = result.readings;
  if (!ownTexts || customer === undefined || !best || result.decision !== 'ACCEPT') return;
  if (!mayRewrite || asked || versions.size > 0 || isControl(customer)) return;
  if (rewrite && rewrite.layer !== 'PERSONAL') return;
  ownTexts.accepted(customer, requestId, rewrite?.text ?? counted[0]!.text, best.domain);
}
