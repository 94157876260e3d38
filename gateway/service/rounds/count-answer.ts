import type { Query } from '../../domains/query.js';
import type { GatewayParts } from '../parts.js';
import type { Round } from './round.js';

/**
 * Counts an accepted answer by the versions that took part in it, and waits for what comes of it. Requests of pinned
 * versions say nothing of what is deployed, and answers to questions are to other words than these.
 * @param sent the request as it was sent
 */
export function countAnswer(
  { versionOutcomes }: Pick<GatewayParts, 'versionOutcomes'>,
  { requestId, versions, asked }: Query,
  { outcomes, result: { decision, readings } }: Pick<Round, 'outcomes' | 'result'>,
): void {
  const [best] = readings;
  if (!versionOutcomes || decision !== 'ACCEPT' || !best || versions.size > 0 || asked) return;
  const replied = outcomes.flatMap((outcome) =>
    outcome.status === 'OK' ? [{ domain: outcome.domain, version: outcome.reply.bundleVersion }] : [],
  );
  versionOutcomes.accepted(requestId, best.domain, replied);
}
