import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import type { Scored } from '../../../training/metrics/scored.js';
import type { Answers } from './answers.js';
import { type MergeContext, type MergedHypothesis, mergeInterpretations } from './merged.js';

/** One utterance under the active versions, and under the same with one domain's candidate. */
export interface SideBySide {
  readonly active: readonly MergedHypothesis[];
  readonly candidate: readonly MergedHypothesis[];
}

/** Merges the answers to every question both ways. Contexts go with the questions; undefined: no prior is applied. */
export function sideBySide(
  { candidate, active }: Answers,
  contextOf: (index: number) => MergeContext | undefined = () => undefined,
): SideBySide[] {
  const replaced = new Map([...active, [candidate.manifest.domain, candidate.interpretations]]);
  const merged = (all: ReadonlyMap<string, readonly Interpretation[]>, index: number) =>
    mergeInterpretations(new Map([...all].map(([domain, column]) => [domain, column[index]!])), contextOf(index));
  return candidate.interpretations.map((_, index) => ({
    active: merged(active, index),
    candidate: merged(replaced, index),
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
