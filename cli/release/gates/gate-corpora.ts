import {
  hasReadRow,
  type MeasuredCorpus,
  type Overlap,
  overlapsOf,
  overlapText,
} from '../../../training/overlap/overlap.js';
import type { TrainingRecord } from '../../../training/overlap/training-record.js';

/**
 * The largest share of a corpus that a candidate may have been trained on, in [0, 1]. Up to it the rows are chance, such
 * as short requests that everybody makes (SNIPS valid shares 2.4 % with SNIPS train), and are left out. Beyond it the
 * corpus is no held-out set, and what would be left of it no fair draw.
 */
export const MOST_SEEN = 0.05;

/** The overlaps for which gates refuse to measure a candidate. */
export function refusedOverlaps(overlaps: readonly Overlap[]): Overlap[] {
  return overlaps.filter(({ seen, rows }) => seen > MOST_SEEN * rows);
}

/**
 * A refusal for people: each corpus with the share that was trained on, then the ways on.
 * @param option what named the corpora; no gate set has lists of hypotheses
 */
export function refusalText(overlaps: readonly Overlap[], option: '--corpus' | '--hypotheses'): string {
  const lines = overlaps.map((overlap) => `  ${overlapText(overlap)}`);
  return [
    'a candidate is not measured on what it was trained on:',
    ...lines,
    `name rows that it was not trained on with ${option} (up to ${100 * MOST_SEEN} % of a file is left out),`,
    ...(option === '--corpus' ? ['leave out --corpus for the gate set that ships,'] : []),
    'or give --force to measure it on these all the same',
  ].join('\n');
}

/** For each row of the corpora, one after the other, whether it counts: not where the candidate has read it. */
export function countedRows(corpora: readonly MeasuredCorpus[], candidate: TrainingRecord): boolean[] {
  return corpora.flatMap((corpus) => corpus.rows.map((row) => !hasReadRow(candidate, corpus, row)));
}

/** The overlaps of several bundles' training with the corpora. */
export function allOverlaps(records: readonly TrainingRecord[], corpora: readonly MeasuredCorpus[]): Overlap[] {
  return records.flatMap((record) => overlapsOf(record, corpora));
}
