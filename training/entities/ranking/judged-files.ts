import { z } from 'zod';
import type { EntityTable } from '../../../domains/core/resolution/entities/entity-table.js';
import { nameKey, nameWords } from '../../../domains/core/resolution/entities/name-words.js';
import type { EntityQuery } from '../../../domains/core/resolution/entity-query.js';
import type { SlotTarget } from '../../../domains/core/resolution/entity-resolver.js';
import { freeQuery, slotQuery } from '../../../domains/core/resolution/slot-query.js';
import { messageOf, NluError } from '../../../serving/errors.js';
import { type JsonLine, readJsonLines } from '../../corpus/json-lines.js';
import { rowError } from '../../corpus/row-error.js';
import type { JudgedQuery } from './judged-query.js';

/** Wrong rows that one error names. */
const MOST_PROBLEMS = 10;

const probability = z
  .number()
  .refine((value) => value > 0 && value <= 1, { error: 'a probability above 0 and at most 1' });
const ids = z.array(z.string().min(1));

/** A row of a file of judged queries, as docs/reference/data.md describes it. */
const rowSchema = z
  .object({
    slots: z
      .record(z.string(), z.string())
      .refine((slots) => Object.keys(slots).length > 0, { error: 'one slot or more' })
      .optional(),
    text: z
      .string()
      .refine((text) => text.trim() !== '', { error: 'a text that is not blank' })
      .optional(),
    kinds: z.array(z.string()).default([]),
    accepted: ids,
    rejected: ids.default([]),
    propensity: z.union([probability, z.record(z.string(), probability)]).default(1),
  })
  .refine(({ slots, text }) => (slots === undefined) !== (text === undefined), {
    path: ['slots'],
    error: 'either slots or text, and not both',
  })
  .refine(({ accepted, rejected }) => !rejected.some((id) => accepted.includes(id)), {
    path: ['rejected'],
    error: 'an entity that is accepted as well',
  });
type JudgedRow = z.infer<typeof rowSchema>;

/** What files of judged queries say of a catalogue. */
export interface JudgedFiles {
  readonly queries: readonly JudgedQuery[];
  /** Rows that say nothing of it: their entities are no longer in it, or their slots name nothing of it. */
  readonly leftOut: { readonly entities: number; readonly slots: number };
}

/**
 * Reads judged queries, JSON Lines. Ids that the catalogue does not have are passed over, since entities come and go
 * between versions; a row of which no accepted entity is left is left out.
 * @param slotTargets what the domain's slots name
 * @throws NluError INVALID_ARGUMENT with file, line and field of the rows that are wrong, ten at most
 */
export async function readJudged(
  paths: readonly string[],
  table: EntityTable,
  slotTargets: ReadonlyMap<string, readonly SlotTarget[]>,
): Promise<JudgedFiles> {
  const queries: JudgedQuery[] = [];
  const problems: string[] = [];
  const leftOut = { entities: 0, slots: 0 };
  for (const path of paths) {
    for await (const line of linesOf(path, problems)) {
      try {
        const made = judgedQuery(checked(line, path), table, slotTargets);
        if (typeof made === 'string') leftOut[made]++;
        else queries.push(made);
      } catch (cause) {
        // A problem of the row that does not know where the row stands names its field.
        const text = messageOf(cause);
        problems.push(text.startsWith(`${path}:`) ? text : `${path}:${line.line}: ${text}`);
      }
    }
  }
  if (problems.length === 0) return { queries, leftOut };
  const more = problems.length > MOST_PROBLEMS ? `\n… and ${problems.length - MOST_PROBLEMS} more` : '';
  throw new NluError('INVALID_ARGUMENT', `${problems.slice(0, MOST_PROBLEMS).join('\n')}${more}`);
}

async function* linesOf(path: string, problems: string[]): AsyncGenerator<JsonLine> {
  try {
    yield* readJsonLines(path, undefined, ({ message }) => problems.push(message));
  } catch (cause) {
    if (cause instanceof NluError) throw cause;
    throw new NluError('NOT_FOUND', `judged queries ${path} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function checked({ line, value }: JsonLine, path: string): JudgedRow {
  const parsed = rowSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue.path.join('.');
  const isMissing = issue.path.length === 1 && !(field in value) && issue.code === 'invalid_type';
  throw rowError(path, line, isMissing ? `field "${field}" is missing` : `${field}: ${issue.message}`);
}

/** The query of a row; or why it says nothing of this catalogue. */
function judgedQuery(
  row: JudgedRow,
  table: EntityTable,
  slotTargets: ReadonlyMap<string, readonly SlotTarget[]>,
): JudgedQuery | keyof JudgedFiles['leftOut'] {
  const query = queryOf(row, table, slotTargets);
  if (query === undefined || query.words.length === 0) return 'slots';
  const rowsOf = (of: readonly string[]) => of.flatMap((id) => table.rowOf(id) ?? []);
  const accepted = rowsOf(row.accepted);
  // Nothing was accepted: none was meant. What was accepted is gone: nobody knows.
  if (accepted.length === 0 && row.accepted.length > 0) return 'entities';
  const rejected = rowsOf(row.rejected);
  const { propensity } = row;
  const propensities = [...row.accepted, ...row.rejected].flatMap((id): [number, number][] => {
    const at = table.rowOf(id);
    return at === undefined ? [] : [[at, typeof propensity === 'number' ? propensity : (propensity[id] ?? 1)]];
  });
  return {
    query,
    grades: new Map([
      ...rejected.map((at): [number, number] => [at, 0]),
      ...accepted.map((at): [number, number] => [at, 1]),
    ]),
    propensities: new Map(propensities),
    group: groupOf(query, accepted, table),
    weight: 1,
  };
}

function queryOf(
  { slots, text, kinds }: JudgedRow,
  table: EntityTable,
  slotTargets: ReadonlyMap<string, readonly SlotTarget[]>,
): EntityQuery | undefined {
  if (text === undefined) {
    const named = Object.entries(slots ?? {}).map(([slot, value]) => ({ slot, value }));
    return slotQuery(named, slotTargets, table.kinds, {});
  }
  const known = kinds.map((kind) => table.kinds.indexOf(kind));
  const unknown = known.indexOf(-1);
  if (unknown >= 0)
    throw new NluError('INVALID_ARGUMENT', `kinds.${unknown}: the catalogue has ${table.kinds.join(', ')}`);
  return freeQuery(text, known, {});
}

/** Queries for one name are of one group, and of that of queries that are made of the name. */
function groupOf({ words }: EntityQuery, accepted: readonly number[], table: EntityTable): string {
  const name = accepted.length === 0 ? words : nameWords(table.titleOf(accepted[0]));
  return String(nameKey(name) ?? words.join(' '));
}
