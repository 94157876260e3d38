import { AMBIGUOUS, OTHER } from '../../training/corpus/corpus-row.js';
import { assigned, type DomainRows } from '../../training/corpus/domain-assignment.js';
import type { JsonLine } from '../../training/corpus/json-lines.js';
import { jsonlRow } from '../../training/corpus/jsonl-corpus.js';

/** The right answer of a row, as `train --hypotheses` reads it. */
export type RowTruth =
  | { readonly domain: string; readonly intent: string; readonly slots: readonly { name: string; value: string }[] }
  | { readonly domain: typeof OTHER }
  | null;

/**
 * The truth of an annotated row: the one that it has already, or else of a corpus row its domain, intent and slots.
 * Undefined where the row is not annotated, where it is of no certain domain, or where a domain's row lacks its slots.
 * @throws NluError INVALID_ARGUMENT for annotations that are wrong
 */
export function rowTruth(
  line: JsonLine,
  id: string,
  schemas: readonly DomainRows[],
  file: string,
): RowTruth | undefined {
  const { truth, intent } = line.value;
  if (truth !== undefined) return truth as RowTruth;
  if (intent === undefined) return undefined;
  const row = jsonlRow(line, id, file);
  const { domain, intent: meant, slots } = assigned(row, schemas);
  if (domain === OTHER) return { domain: OTHER };
  if (domain === AMBIGUOUS || !slots) return undefined;
  return { domain, intent: meant, slots: slots.map(({ name, value }) => ({ name, value })) };
}
