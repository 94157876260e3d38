import { catalogueName } from '../../bundles/format/catalogue-name.js';
import { rounded } from '../../serving/observability/request-log.js';
import type { Answer } from '../answer/answer.js';
import type { DomainOutcome } from '../domains/outcome.js';
import { PRIORS } from '../priors/prior-tables.js';
import type { Rewrite } from '../rewriting/rewrite.js';
import { REWRITES } from '../rewriting/rewrite-tables.js';

/**
 * What the log tells of an answer, none of it the user's words: the decision, the domain that won and its probability, the
 * versions by which each domain answered, its catalogue's by that one's name where it was looked in, and whom the answer lacks.
 * @param priorsVersion empty: none was applied, or the table of a file
 */
export function outlineOf(
  { decision, allReadings: [best] }: Pick<Answer, 'decision' | 'allReadings'>,
  outcomes: readonly DomainOutcome[],
  degraded: boolean,
  priorsVersion: string,
  rewrite?: Rewrite,
): Readonly<Record<string, unknown>> {
  const versions: Record<string, string> = {};
  const missing: Record<string, string> = {};
  for (const outcome of outcomes) {
    if (outcome.status === 'OK') {
      const { bundleVersion, catalogueVersion } = outcome.reply;
      versions[outcome.domain] = bundleVersion;
      if (catalogueVersion !== '') versions[catalogueName(outcome.domain)] = catalogueVersion;
    } else missing[outcome.domain] = outcome.status;
  }
  if (priorsVersion !== '') versions[PRIORS] = priorsVersion;
  if (rewrite && rewrite.version !== '') versions[REWRITES] = rewrite.version;
  return {
    decision,
    winner: decision === 'ACCEPT' || decision === 'CLARIFY' ? (best?.domain ?? '') : '',
    probability: rounded(best?.probability ?? 0),
    versions,
    degraded,
    ...(rewrite && { rewrite: rewrite.layer }),
    ...(Object.keys(missing).length > 0 && { missing }),
  };
}
