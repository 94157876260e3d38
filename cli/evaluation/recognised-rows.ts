import { z } from 'zod';
import { NluError } from '../../serving/errors.js';
import type { CorpusRow } from '../../training/corpus/corpus-row.js';
import { parseJsonLines } from '../../training/corpus/json-lines.js';
import { rowError } from '../../training/corpus/row-error.js';

/** A corpus row as a speech recogniser heard it. */
export interface RecognisedRow {
  readonly row: CorpusRow;
  /** The recogniser's n-best list, best first, at least one. */
  readonly hearings: readonly string[];
}

const text = z.string().refine((value) => value.trim() !== '', 'must not be blank');

// Scores of alternatives are not read: the best hearing has none, and theirs say nothing of how far it is ahead.
const rowSchema = z.object({
  id: z.string().min(1),
  heard: text,
  alternatives: z.array(z.object({ text })).max(99).default([]),
});

/**
 * The rows of a JSON Lines text, each with the corpus row of the same id.
 * @param corpus by id
 * @throws NluError INVALID_ARGUMENT with file, line and field
 */
export function parseRecognisedRows(source: string, file: string, corpus: readonly CorpusRow[]): RecognisedRow[] {
  const byId = new Map(corpus.map((row) => [row.id, row]));
  const seen = new Set<string>();
  const rows = parseJsonLines(source, file).map(({ line, value }): RecognisedRow => {
    const { data, error } = rowSchema.safeParse(value);
    if (!data) {
      const [issue] = error.issues;
      throw rowError(file, line, `field "${issue?.path.join('.')}": ${issue?.message}`);
    }
    const { id, heard, alternatives } = data;
    const row = byId.get(id);
    if (!row) throw rowError(file, line, `field "id": no row of the corpus is ${id}; name its corpus with --corpus`);
    if (seen.has(id)) throw rowError(file, line, `field "id": ${id} stands here twice`);
    seen.add(id);
    return { row, hearings: [heard, ...alternatives.map((each) => each.text)] };
  });
  if (rows.length > 0) return rows;
  throw new NluError(
    'INVALID_ARGUMENT',
    `${file}: no row; one line is {"id", "heard", "alternatives": [{"text"}, ...]}`,
  );
}
