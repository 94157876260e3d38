import { createHash } from 'node:crypto';
import type { DomainSchema } from '../../domains/core/schema/schema.js';
import { NluError } from '../../serving/errors.js';
import { LEARNED } from '../../training/corpus/corpus-row.js';
import { groupKey } from '../../training/corpus/folds.js';
import { fittingRows } from '../../training/learning/rows/fitting-rows.js';
import { type LearnedRow, learnedRows, type RowSettings } from '../../training/learning/rows/learned-rows.js';
import type { TrainingCorpora } from '../../training/run/training-run.js';
import type { Use } from '../release/gates/use/read-use.js';

/** Rows of use, and how many texts teach nothing by why. */
export interface TaughtRows {
  readonly rows: readonly LearnedRow[];
  readonly refused: Readonly<Record<string, number>>;
}

/** The rows that use teaches beside these corpora: none of a text that people annotated, none that no schema fits. */
export function taughtRows(
  { turns }: Pick<Use, 'turns'>,
  { rows: annotated }: Pick<TrainingCorpora, 'rows'>,
  schemas: readonly DomainSchema[],
  settings: Partial<RowSettings>,
): TaughtRows {
  const made = learnedRows(turns, new Set(schemas.map(({ domain }) => domain)), settings);
  const { rows: fitting, unknown } = fittingRows(made.rows, schemas);
  const known = new Set(annotated.map(({ text }) => groupKey(text)));
  const rows = fitting.filter(({ text }) => !known.has(groupKey(text)));
  const refused = {
    ...made.refused,
    'an intent or slot that no schema has': unknown,
    'annotated already': fitting.length - rows.length,
  };
  return { rows, refused };
}

/**
 * The corpora with what use teaches beside them.
 * @throws NluError FAILED_PRECONDITION where no row is the domain's
 */
export function withTaught(corpora: TrainingCorpora, { rows }: TaughtRows, domain: string): TrainingCorpora {
  if (!rows.some((row) => row.domain === domain)) {
    const why = 'rows need texts that enough customers said (--fewest-customers), with what came of them';
    throw new NluError('FAILED_PRECONDITION', `${domain}: use teaches nothing of it: ${why}`);
  }
  const sha256 = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  return {
    ...corpora,
    rows: [...corpora.rows, ...rows],
    corpora: [...corpora.corpora, { name: LEARNED, rows: rows.length, sha256 }],
  };
}
