import type { Interpretation } from '../../domains/core/hypothesis.js';
import type { CorpusRow } from '../corpus/corpus-row.js';
import type { Scored } from '../metrics/scored.js';
import type { ActiveModels } from './active-models.js';
import { type DomainModel, interpretAll } from './domain-model.js';
import { type MergeContext, type MergedHypothesis, mergeInterpretations } from './merged.js';

/** One utterance under the active versions, and under the same with one domain's candidate. */
export interface SideBySide {
  readonly active: readonly MergedHypothesis[];
  readonly candidate: readonly MergedHypothesis[];
}

/**
 * Interprets every text in every active domain once and in the candidate, and merges both ways. Contexts go with the texts;
 * undefined: no prior is applied.
 */
export async function sideBySide(
  active: ActiveModels,
  candidate: DomainModel,
  texts: readonly string[],
  contextOf: (index: number) => MergeContext | undefined = () => undefined,
): Promise<SideBySide[]> {
  const columns = new Map<string, Interpretation[]>();
  for (const [domain, model] of active) columns.set(domain, await interpretAll(model, texts));
  const replacement = new Map([[candidate.manifest.domain, await interpretAll(candidate, texts)]]);
  const merged = (all: ReadonlyMap<string, readonly Interpretation[]>, index: number) =>
    mergeInterpretations(new Map([...all].map(([domain, column]) => [domain, column[index]!])), contextOf(index));
  return texts.map((_, index) => ({
    active: merged(columns, index),
    candidate: merged(new Map([...columns, ...replacement]), index),
  }));
}

/** Both sides as metrics take them; the references are the same objects, since comparison pairs by identity. */
export function scoredSides(
  rows: readonly CorpusRow[],
  sides: readonly SideBySide[],
): Record<keyof SideBySide, Scored[]> {
  const references = rows.map(({ domain, intent, slots }) => ({ domain, intent, slots }));
  const side = (name: keyof SideBySide) =>
    sides.map((pair, index) => ({ reference: references[index]!, hypotheses: pair[name] }));
  return { active: side('active'), candidate: side('candidate') };
}
