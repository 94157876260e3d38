import { answerRules } from '../../../../gateway/answer/answer-rules.js';
import { normalisedValue } from '../../../../gateway/answer/readings.js';
import { loadPriorTable } from '../../../../gateway/priors/prior-table-file.js';
import {
  RewriteIndex,
  type RewritePair,
  type RewriteTable,
} from '../../../../gateway/rewriting/table/rewrite-table.js';
import type { CorpusRow } from '../../../../training/corpus/corpus-row.js';
import { foldedInterpretation } from '../../../../training/evaluation/folded-intents.js';
import { isRight } from '../../../../training/metrics/interpretation-match.js';
import type { ActiveBundles } from '../active-bundles.js';
import { releaseModels } from '../active-models.js';
import { callerAnswer } from '../caller-answer.js';
import { type DomainModel, loadProven } from '../domain-model.js';
import { interpretTexts } from '../interpret-texts.js';

/** What a table would do to annotated requests. */
export interface RewriteComparison {
  /** Annotated requests whose text it rewrites. */
  readonly rewritten: number;
  /** The pairs that rewrite such a request although the active versions understand it as it is. */
  readonly harmful: readonly RewritePair[];
}

/**
 * Looks for annotated requests that a table rewrites although they succeed by themselves. Those of no domain count: what is
 * rejected by right must not become a request.
 */
export async function compareRewrites(
  table: RewriteTable,
  rows: readonly CorpusRow[],
  active: ActiveBundles,
): Promise<RewriteComparison> {
  const index = new RewriteIndex(table);
  const found = rows.flatMap((row) => {
    const pair = index.find(row.text);
    return pair ? [{ row, pair }] : [];
  });
  if (found.length === 0) return { rewritten: 0, harmful: [] };
  const models = new Map<string, DomainModel>();
  try {
    for (const [domain, { read }] of active) models.set(domain, await loadProven(await read()));
    const answers = await interpretTexts(
      models,
      found.map(({ row }) => row.text),
    );
    const rules = answerRules(loadPriorTable());
    const harmful = found.filter(({ row }, place) => {
      const { decision, first } = callerAnswer({ text: row.text }, [answers[place]], rules);
      if (row.domain === 'other') return decision === 'REJECT';
      if (decision === 'REJECT' || !first) return false;
      const { domain, intent, slots, sameIntents } = row;
      const reference = foldedInterpretation({ domain, intent, slots }, domain, sameIntents);
      return isRight(reference, foldedInterpretation({ ...first, confidence: 1 }, domain, sameIntents));
    });
    return { rewritten: found.length, harmful: unique(harmful.map(({ pair }) => pair)) };
  } finally {
    await releaseModels(models.values());
  }
}

/** What keeps a table from being deployed, in words; none where nothing does. */
export function rewriteFailures({ harmful }: RewriteComparison): string[] {
  return harmful.map(({ from, to }) => `rewrites what is understood as it is: ${from} -> ${to}`);
}

/** What was compared, a line. */
export function rewritesText({ rewritten, harmful }: RewriteComparison, pairs: number): string {
  return `${pairs} pairs; of the annotated requests ${rewritten} are rewritten, ${harmful.length} of them needlessly`;
}

function unique(pairs: readonly RewritePair[]): RewritePair[] {
  return [...new Map(pairs.map((pair) => [normalisedValue(pair.from), pair])).values()];
}
