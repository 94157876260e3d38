import { z } from 'zod';
import { DEVICE_TYPES } from '../../../proto/device-types.js';
import { messageOf, NluError } from '../../../serving/errors.js';
import { type JsonLine, readJsonLines } from '../../corpus/json-lines.js';
import { rowError } from '../../corpus/row-error.js';

/** Wrong rows that one error names. */
const MOST_PROBLEMS = 10;

const text = z.string().min(1, { error: 'a text that is not empty' });
const propensity = z
  .number()
  .refine((value) => value > 0 && value <= 1, { error: 'a probability above 0 and at most 1' });
const rowSchema = z.object({
  requestId: text,
  catalogueVersion: text,
  slots: z
    .record(z.string(), z.string())
    .refine((slots) => Object.keys(slots).length > 0, { error: 'one slot or more' }),
  accepted: z.array(text),
  strategyRuns: z.array(z.object({ name: z.string(), propensity })).default([]),
  deviceType: z.enum(DEVICE_TYPES, { error: `one of ${DEVICE_TYPES.join(', ')}` }).exactOptional(),
  hour: z.int().min(0).max(23).exactOptional(),
  customer: text.exactOptional(),
  time: z.iso.datetime({ offset: true, error: 'a time such as 2026-11-28T20:15:00Z' }).exactOptional(),
});

/** A request that a catalogue resolved, and what came of it, as docs/reference/data.md describes it. */
export interface DecisionRow extends z.infer<typeof rowSchema> {
  /** `file:line`. */
  readonly where: string;
}

/**
 * Reads logged decisions, JSON Lines. Keys that are not of a decision are passed over, so that a row may be the reply to
 * Resolve with what was asked and what was accepted.
 * @throws NluError INVALID_ARGUMENT with file, line and field of the rows that are wrong or stand twice, ten at most, and
 * for a file of no rows; NOT_FOUND for a file that cannot be read
 */
export async function readDecisionRows(paths: readonly string[]): Promise<DecisionRow[]> {
  const rows: DecisionRow[] = [];
  const problems: string[] = [];
  const known = new Map<string, string>();
  for (const path of paths) {
    for await (const line of linesOf(path, problems)) {
      try {
        const row = checked(line, path);
        const name = JSON.stringify([row.requestId, row.catalogueVersion, row.slots]);
        const before = known.get(name);
        if (before !== undefined)
          throw rowError(path, line.line, `requestId "${row.requestId}" stands with these slots at ${before}, too`);
        known.set(name, row.where);
        rows.push(row);
      } catch (cause) {
        problems.push(messageOf(cause));
      }
    }
  }
  if (problems.length === 0 && rows.length === 0)
    throw new NluError('INVALID_ARGUMENT', `decisions ${paths.join(', ')}: no rows`);
  if (problems.length === 0) return rows;
  const more = problems.length > MOST_PROBLEMS ? `\n… and ${problems.length - MOST_PROBLEMS} more` : '';
  throw new NluError('INVALID_ARGUMENT', `${problems.slice(0, MOST_PROBLEMS).join('\n')}${more}`);
}

async function* linesOf(path: string, problems: string[]): AsyncGenerator<JsonLine> {
  try {
    yield* readJsonLines(path, undefined, ({ message }) => problems.push(message));
  } catch (cause) {
    if (cause instanceof NluError) throw cause;
    throw new NluError('NOT_FOUND', `decisions ${path} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function checked({ line, value }: JsonLine, path: string): DecisionRow {
  const parsed = rowSchema.safeParse(value);
  if (parsed.success) return { ...parsed.data, where: `${path}:${line}` };
  const [issue] = parsed.error.issues;
  const field = issue.path.join('.');
  const isMissing = issue.path.length === 1 && !(field in value);
  throw rowError(path, line, isMissing ? `field "${field}" is missing` : `${field}: ${issue.message}`);
}
