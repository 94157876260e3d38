import { AMBIGUOUS, type CorpusRow, OTHER, type SameIntents } from './corpus-row.js';
import { spoken } from './real-carriers.js';

/**
 * Which rows of a corpus that names no domains are a domain's: those of an intent, of it with a slot of certain values, or
 * with certain words before the first slot.
 */
export interface RowRule {
  readonly intent: string;
  readonly slot?: string | undefined;
  /** Lower case, single spaces. */
  readonly values?: readonly string[] | undefined;
  /** Words and runs of words, lower case, single spaces. */
  readonly verbs?: readonly string[] | undefined;
  /** The intent that such a row becomes, and its slots' new names; one that the intent has not is left out. */
  readonly as?: { readonly intent: string; readonly slots: Readonly<Record<string, string>> } | undefined;
}

/** The part of a domain's schema.json that assigns rows. */
export interface DomainRows {
  readonly domain: string;
  readonly intents: readonly { readonly name: string; readonly slots: readonly string[] }[];
  readonly rows: readonly RowRule[];
  readonly sameIntents?: readonly SameIntents[] | undefined;
}

type Annotation = Pick<CorpusRow, 'text' | 'intent' | 'slots'>;

/**
 * The row with its domain and, where a rule says so, its intent and slots by the schemas. The first rule that the row
 * fulfils decides, of the domain that the corpus names or, where it names none, of the first schema that has one; a row that
 * lacks the slot that a rule asks for is ambiguous (a creative work of no stated type); the rest is other.
 */
export function assigned<Row extends CorpusRow>(row: Row, schemas: readonly DomainRows[]): Row {
  const owners = row.domain ? schemas.filter(({ domain }) => domain === row.domain) : schemas;
  for (const schema of owners) {
    const rule = schema.rows.find((one) => fulfils(row, one));
    if (!rule) continue;
    // A corpus that names domains has our intents by their names: each stands for itself.
    const sameIntents = row.domain ? undefined : schema.sameIntents?.find((one) => one.corpusIntent === row.intent);
    return relabelled({ ...row, domain: schema.domain, ...(sameIntents && { sameIntents }) }, rule, schema);
  }
  if (row.domain) return row;
  const undecided = schemas.some((schema) => schema.rows.some((rule) => lacksSlot(row, rule)));
  return { ...row, domain: undecided ? AMBIGUOUS : OTHER };
}

function relabelled<Row extends CorpusRow>(row: Row, { as }: RowRule, { intents }: DomainRows): Row {
  if (!as) return row;
  const known = intents.find(({ name }) => name === as.intent)?.slots ?? [];
  const slots = row.slots
    ?.map((slot) => ({ ...slot, name: as.slots[slot.name] ?? slot.name }))
    .filter(({ name }) => known.includes(name));
  return { ...row, intent: as.intent, slots };
}

function fulfils(row: Annotation, { intent, slot, values, verbs }: RowRule): boolean {
  if (row.intent !== intent) return false;
  if (slot !== undefined && !slotValues(row, slot).some((value) => values?.includes(value) ?? true)) return false;
  return verbs === undefined || opensWith(row, verbs);
}

/** Whether one of the words, or runs of words, stands before the first slot. */
function opensWith({ text, slots = [] }: Annotation, verbs: readonly string[]): boolean {
  const end = slots.reduce((least, { start }) => Math.min(least, start), text.length);
  const opening = ` ${spoken(Array.from(text).slice(0, end).join(''))} `;
  return verbs.some((verb) => opening.includes(` ${spoken(verb)} `));
}

function lacksSlot(row: Annotation, { intent, slot }: RowRule): boolean {
  return row.intent === intent && slot !== undefined && slotValues(row, slot).length === 0;
}

function slotValues({ slots = [] }: Pick<Annotation, 'slots'>, name: string): string[] {
  return slots.filter((slot) => slot.name === name).map((slot) => slot.value.toLowerCase().replace(/\s+/gu, ' '));
}
