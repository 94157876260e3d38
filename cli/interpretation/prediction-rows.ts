import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { DeviceContext } from '../../proto/gen/nlu/v1/DeviceContext.js';
import { NluError } from '../../serving/errors.js';
import { readJsonLines } from '../../training/corpus/json-lines.js';
import { contextSchema } from '../../training/corpus/row-context.js';
import { rowError } from '../../training/corpus/row-error.js';

/** One utterance to be interpreted. */
export interface PredictionRow {
  /** As the file has it; it comes back in the output. */
  readonly id: string | number;
  readonly text: string;
  readonly context: DeviceContext | undefined;
  /** From 1. */
  readonly line: number;
  /** The whole row, whose other fields may annotate it (`rowTruth`). */
  readonly value: Readonly<Record<string, unknown>>;
}

// Other fields are let through unread, so that annotated files can be predicted as they are.
const rowSchema = z.object({
  id: z.union([z.string().min(1), z.number()]),
  text: z.string(),
  context: contextSchema.nullish(),
});

/**
 * Reads the rows of a JSON Lines file, one by one.
 * @throws NluError NOT_FOUND without such a file, INVALID_ARGUMENT with file and line for a row that is wrong
 */
export async function* readPredictionRows(file: string): AsyncGenerator<PredictionRow> {
  if (!existsSync(file)) throw new NluError('NOT_FOUND', `${file}: no such file`);
  for await (const { value, line } of readJsonLines(file)) yield parseRow(value, file, line);
}

function parseRow(value: Readonly<Record<string, unknown>>, file: string, line: number): PredictionRow {
  const parsed = rowSchema.safeParse(value);
  if (!parsed.success) {
    const { path = [], message = 'is wrong' } = parsed.error.issues[0] ?? {};
    const field = path.join('.');
    const absent = path.length === 1 && value[field] === undefined;
    throw rowError(file, line, absent ? `field "${field}" is missing` : `field "${field}": ${message}`);
  }
  const { id, text, context } = parsed.data;
  return { id, text, context: context ?? undefined, line, value };
}
