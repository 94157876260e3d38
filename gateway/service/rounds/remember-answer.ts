import type { Query } from '../../domains/query.js';
import type { Rewrite } from '../../rewriting/rewrite.js';
import { isControl } from '../../rewriting/table/control-group.js';
import type { GatewayParts } from '../parts.js';
import type { Round } from './round.js';

/**
 * Remembers an answer for the outcomes of it, in memory: what customers do again and again becomes a preference, and words that were
 * answered rightly are kept as their own. Of requests of pinned versions, and of answers to questions, nothing is remembered.
 * @param sent the request as it was sent
 */
export function rememberAnswer(
  { inferred, ownTexts }: Pick<GatewayParts, 'inferred' | 'ownTexts'>,
  sent: Query,
  { counted, result }: Round,
  rewrite: Rewrite | undefined,
): void {
  const { asker, requestId, versions, asked } = sent;
  const customer = asker?.customer;
  const { decision, readings } = result;
  const [best] = readings;
  if (customer === undefined || !best || asked || versions.size > 0) return;
  const domains = readings.map(({ domain }) => domain);
  if (!rewrite) inferred?.answered(customer, requestId, { decision, title: best.title, domains });
  if (decision !== 'ACCEPT' || !ownTexts) return;
  const text = ownText(sent, customer, counted[0]!.text, rewrite);
  if (text !== undefined) ownTexts.accepted(customer, requestId, text, best.domain);
}

/**
 * The words that an answer was made from, where they are the customer's own: of a rewritten request those that were found for it,
 * which outcomes confirm or retract. Of other rewrites, and of the control group, which is never rewritten, there are none.
 */
function ownText(sent: Query, customer: string, heard: string, rewrite: Rewrite | undefined): string | undefined {
  if (!sent.rewrite || isControl(customer)) return undefined;
  if (!rewrite) return heard;
  return rewrite.layer === 'PERSONAL' ? rewrite.text : undefined;
}
