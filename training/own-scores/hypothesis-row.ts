import type { NamedScores } from '../../domains/core/own-scores/evidence.js';
import type { Slot } from '../../serving/hypothesis.js';
import { OTHER } from '../corpus/corpus-row.js';
import { type JsonLine, requireString } from '../corpus/json-lines.js';
import { rowError } from '../corpus/row-error.js';
import type { NamedValue, Reference } from '../metrics/scored.js';

/** One hypothesis of a caller's own NLU, as a row has it. */
export interface RowHypothesis {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly NamedValue[];
  readonly scores: NamedScores;
}

/** One line of a file of hypotheses: an utterance, its n-best list, and what it meant. */
export interface HypothesisRow {
  readonly id: string;
  readonly text: string;
  /** The row's hypotheses of the domains that were asked for, in its order. */
  readonly hypotheses: readonly RowHypothesis[];
  /** The right answer; its domain is `other` where no domain should answer, or the row says null. */
  readonly reference: Reference;
  /** From 1. */
  readonly line: number;
}

/** The domains whose hypotheses are read, each with its intents and their slots. */
export type RowSchemas = ReadonlyMap<string, Readonly<Record<string, readonly string[]>>>;

/** What rows are read by. */
export interface RowRules {
  readonly schemas: RowSchemas;
  /** The domain of hypotheses and truths that name none; absent: each must name one. */
  readonly domain?: string | undefined;
  /** Whether a row may lack its truth, as one that was logged does: then none is right. */
  readonly isTruthOptional?: boolean | undefined;
  /** The file, for messages. */
  readonly file: string;
}

/**
 * Reads one row. Hypotheses of domains that are not asked for are skipped.
 * @throws NluError INVALID_ARGUMENT with file, line and field, and what is allowed there
 */
export function hypothesisRow(json: JsonLine, rules: RowRules): HypothesisRow {
  const { line, value } = json;
  const { file } = rules;
  const text = requireString(json, 'text', file);
  const id = typeof value.id === 'number' ? String(value.id) : requireString(json, 'id', file);
  const fail = (field: string, problem: string) => rowError(file, line, `field "${field}" ${problem}`);
  if (!Array.isArray(value.hypotheses)) {
    throw fail('hypotheses', 'must be a list of {"intent", "slots", "scores"}; it may be empty');
  }
  const hypotheses: RowHypothesis[] = [];
  for (const [index, raw] of value.hypotheses.entries()) {
    const field = `hypotheses[${index}]`;
    const { domain, intent, slots } = meaning(raw, field, rules, fail);
    if (!rules.schemas.has(domain)) continue;
    hypotheses.push({ domain, intent, slots, scores: namedScores((raw as { scores?: unknown }).scores, field, fail) });
  }
  return { id, text, hypotheses, reference: truth(value.truth, rules, fail), line };
}

type Fail = (field: string, problem: string) => Error;

/** The right answer: null and other domains mean that no hypothesis is right. */
function truth(raw: unknown, rules: RowRules, fail: Fail): Reference {
  const none: Reference = { domain: OTHER, intent: '', slots: undefined };
  if (raw === null || (raw === undefined && rules.isTruthOptional)) return none;
  if (raw === undefined) {
    throw fail('truth', 'is missing; give {"intent", "slots"} or, where no hypothesis can be right, null');
  }
  if (isObject(raw) && raw.domain === OTHER) return none;
  const { domain, intent, slots } = meaning(raw, 'truth', rules, fail);
  return rules.schemas.has(domain) ? { domain, intent, slots } : none;
}

/** Domain, intent and slots, which the domain's schema must have where the domain is one that is asked for. */
function meaning(raw: unknown, field: string, { schemas, domain: byDefault }: RowRules, fail: Fail) {
  if (!isObject(raw)) throw fail(field, 'must be an object, such as {"intent": "PlayMusic", "slots": []}');
  const { domain = byDefault, intent, slots = [] } = raw;
  if (domain === undefined) throw fail(`${field}.domain`, `is missing; one of ${[...schemas.keys()].join(', ')}`);
  if (typeof domain !== 'string') throw fail(`${field}.domain`, 'must be a string');
  const schema = schemas.get(domain);
  // Nothing is asked of other domains' hypotheses.
  if (!schema) return { domain, intent: '', slots: [] };
  if (typeof intent !== 'string') throw fail(`${field}.intent`, 'must be a string');
  const known = Object.hasOwn(schema, intent) ? schema[intent] : undefined;
  if (!known)
    throw fail(`${field}.intent`, `is "${intent}", which ${domain} has not; it has ${Object.keys(schema).join(', ')}`);
  if (!Array.isArray(slots)) throw fail(`${field}.slots`, 'must be a list of {"name", "value"}');
  return {
    domain,
    intent,
    slots: slots.map((slot: unknown, index): NamedValue => {
      const place = `${field}.slots[${index}]`;
      if (!isObject(slot) || typeof slot.name !== 'string' || typeof slot.value !== 'string')
        throw fail(place, 'must be {"name", "value"}, both strings');
      if (!known.includes(slot.name))
        throw fail(`${place}.name`, `is "${slot.name}", no slot of ${intent}; it has ${known.join(', ') || 'none'}`);
      return { name: slot.name, value: slot.value };
    }),
  };
}

function namedScores(raw: unknown, field: string, fail: Fail): NamedScores {
  if (raw === undefined || raw === null) return {};
  if (!isObject(raw)) throw fail(`${field}.scores`, 'must be an object of numbers, such as {"confidence": 0.8}');
  for (const [name, value] of Object.entries(raw)) {
    // JSON has no NaN; a number such as 1e999 is read as infinite.
    if (value === null || Number.isFinite(value)) continue;
    const found = typeof value === 'number' ? 'not finite' : JSON.stringify(value);
    throw fail(`${field}.scores.${name}`, `is ${found}; give a finite number, or null where there is none`);
  }
  return raw as NamedScores;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Slots as callers send them who know no offsets: 0 and 0 (`locateSlots`). */
export function slotsWithoutOffsets(slots: readonly NamedValue[]): Slot[] {
  return slots.map(({ name, value }) => ({ name, value, start: 0, end: 0 }));
}
