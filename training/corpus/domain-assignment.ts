import { AMBIGUOUS, type CorpusRow, OTHER } from './corpus-row.js';

/**
 * Which rows of a corpus that names no domains are a domain's: those of an intent, or of it with a slot of certain
 * values.
 */
export interface RowRule {
  readonly intent: string;
  readonly slot?: string | undefined;
  /** Lower case, single spaces. */
  readonly values?: readonly string[] | undefined;
}

/** The part of a domain's schema.json that assigns rows. */
export interface DomainRows {
  readonly domain: string;
  readonly rows: readonly RowRule[];
}

type Annotation = Pick<CorpusRow, 'intent' | 'slots'>;

/** The row's domain: what the corpus says, or else what the schemas' `rows` rules say. */
export function assignDomain(row: CorpusRow, schemas: readonly DomainRows[]): string {
  return row.domain || domainByRules(row, schemas);
}

/**
 * The domain by the schemas' `rows` rules alone. The first schema with a rule that the row fulfils has it; a row that
 * lacks the slot that a rule asks for is ambiguous (a creative work of no stated type); the rest is other.
 */
export function domainByRules(row: Annotation, schemas: readonly DomainRows[]): string {
  const owner = schemas.find((schema) => schema.rows.some((rule) => fulfils(row, rule)));
  if (owner) return owner.domain;
  const undecided = schemas.some((schema) => schema.rows.some((rule) => lacksSlot(row, rule)));
  return undecided ? AMBIGUOUS : OTHER;
}

function fulfils(row: Annotation, { intent, slot, values }: RowRule): boolean {
  if (row.intent !== intent) return false;
  if (slot === undefined) return true;
  return slotValues(row, slot).some((value) => values?.includes(value) ?? false);
}

function lacksSlot(row: Annotation, { intent, slot }: RowRule): boolean {
  return row.intent === intent && slot !== undefined && slotValues(row, slot).length === 0;
}

function slotValues({ slots = [] }: Annotation, name: string): string[] {
  return slots.filter((slot) => slot.name === name).map((slot) => slot.value.toLowerCase().replace(/\s+/gu, ' '));
}
