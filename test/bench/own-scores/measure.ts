import type { OwnForm } from '../../../bundles/format/manifest.js';
import { OwnRanker } from '../../../domains/core/own-scores/own-ranker.js';
import { anyDomain } from '../../../gateway/answer/any-domain.js';
import type { Scored } from '../../../training/metrics/scored.js';
import type { HypothesisRow } from '../../../training/own-scores/hypothesis-row.js';
import { ownList } from '../../../training/own-scores/own-list.js';
import { learnOwnModel } from '../../../training/own-scores/own-trainer.js';
import type { ScoreKinds } from '../../../training/own-scores/score-kinds.js';
import { scoredList } from '../../../training/own-scores/train-own.js';

/** What the recognizers' raw scores are. */
export const KINDS: ScoreKinds = new Map([
  ['domain', 'probability'],
  ['intent', 'probability'],
  ['slot', 'probability'],
]);

/** Every domain's re-ranker, learned from some rows. */
export function learnDomains(
  domains: readonly string[],
  rows: readonly HypothesisRow[],
  form: OwnForm,
  kinds: ScoreKinds = KINDS,
): Map<string, OwnRanker> {
  return new Map(
    domains.map((domain) => [
      domain,
      new OwnRanker(
        learnOwnModel(
          rows.map((row) => ownList(row, domain)),
          kinds,
          form,
        ),
      ),
    ]),
  );
}

/** The rows' lists by all domains' re-rankers, merged best first. */
export async function mergedLists(
  rankers: ReadonlyMap<string, OwnRanker>,
  rows: readonly HypothesisRow[],
): Promise<Scored[]> {
  const merged: Scored[] = [];
  for (const row of rows) {
    const lists: Scored[] = [];
    for (const [domain, ranker] of rankers) lists.push(await scoredList(ranker, ownList(row, domain)));
    const hypotheses = lists.flatMap((list) => list.hypotheses);
    hypotheses.sort((one, other) => other.confidence - one.confidence);
    const inDomain = anyDomain(lists.map((list) => list.inDomain ?? 0));
    // The very reference of the row, since comparisons pair by identity.
    merged.push({ reference: row.reference, hypotheses, inDomain });
  }
  return merged;
}
