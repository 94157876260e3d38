import type { CorpusIdentity } from '../corpus/corpus-identity.js';
import type { CorpusRow } from '../corpus/corpus-row.js';
import type { TrainingRecord } from './training-record.js';

/** A corpus that bundles are measured on. */
export interface MeasuredCorpus {
  readonly identity: CorpusIdentity;
  readonly rows: readonly CorpusRow[];
}

/** The number of a corpus's rows that the training of a bundle has read. */
export interface Overlap {
  /** `<domain>/<version>`. */
  readonly bundle: string;
  /** The corpus's name. */
  readonly corpus: string;
  readonly seen: number;
  readonly rows: number;
  /** By the digest of the whole corpus, or else by the texts of its rows. */
  readonly by: 'digest' | 'text';
}

/** Whether the training of a bundle has read a row of a corpus, by the corpus's digest or by the row's text. */
export function hasReadRow(record: TrainingRecord, { identity }: MeasuredCorpus, { text }: CorpusRow): boolean {
  return record.corpora.has(identity.sha256) || (record.hasRead?.(text) ?? false);
}

/** The overlaps of a bundle's training with corpora, in their order; corpora without any are left out. */
export function overlapsOf(record: TrainingRecord, corpora: readonly MeasuredCorpus[]): Overlap[] {
  return corpora.flatMap((corpus) => {
    const { identity, rows } = corpus;
    const seen = rows.filter((row) => hasReadRow(record, corpus, row)).length;
    if (seen === 0) return [];
    const by = record.corpora.has(identity.sha256) ? 'digest' : 'text';
    return [{ bundle: record.bundle, corpus: identity.name, seen, rows: rows.length, by }];
  });
}

/** An overlap as a sentence without its full stop. */
export function overlapText({ bundle, corpus, seen, rows, by }: Overlap): string {
  const share = ((100 * seen) / rows).toFixed(1);
  return `${bundle} was trained on ${seen} of ${rows} rows (${share} %) of ${corpus}, by ${by}`;
}

/** A sentence on bundles that do not say which texts they were trained on; undefined where all say it. */
export function digestOnlyText(records: readonly TrainingRecord[]): string | undefined {
  // A candidate that is active already has its record twice.
  const silent = new Set(records.filter(({ hasRead }) => !hasRead).map(({ bundle }) => bundle));
  if (silent.size === 0) return undefined;
  return `overlap with training is known by digest only for ${[...silent].join(', ')}: no record of texts`;
}
