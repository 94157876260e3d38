import { ENTITY_FIELDS, type EntityField } from './entities/entity.js';
import { nameWords } from './entities/name-words.js';
import type { Constraint, EntityQuery, QueryContext } from './entity-query.js';
import type { NamedWords, SlotTarget } from './entity-resolver.js';

const NAME_FIELDS: readonly EntityField[] = ['title', 'aliases'];
/** Characters (UTF-16 units) of a text that are looked for: more than 500 words have, and than any name. */
const MOST_CHARACTERS = 4_096;

/**
 * What to look for, by the slots of an interpretation.
 *
 * The first slot that names something names the entity: of the kinds whose titles it may hold or, where the catalogue has
 * none of these, one whose field it may hold. Every other slot constrains it: in the field of that kind which the slot may
 * hold; a slot that holds titles of other kinds in what the entity is part of.
 * The first 4,096 characters of a longer value count.
 * @param kinds of the table
 * @returns undefined where no slot names anything of these kinds
 */
export function slotQuery(
  slots: readonly NamedWords[],
  targets: ReadonlyMap<string, readonly SlotTarget[]>,
  kinds: readonly string[],
  context: QueryContext,
): EntityQuery | undefined {
  const known = slots
    .map(({ slot, value }) => ({ words: wantedWords(value), targets: ofKinds(targets.get(slot) ?? [], kinds) }))
    .filter(({ words, targets }) => words.length > 0 && targets.length > 0);
  if (known.length === 0) return undefined;
  const [named, ...others] = known;
  const titled = named.targets.filter(({ field }) => field === 'title');
  const meant = titled.length > 0 ? titled : named.targets;
  const fields = titled.length > 0 ? NAME_FIELDS : distinct(meant.map(({ field }) => field));
  return {
    words: named.words,
    fields,
    kinds: distinct(meant.map(({ kind }) => kinds.indexOf(kind))),
    constraints: others.flatMap(({ words, targets }) => constraintOf(words, targets, meant)),
    context,
  };
}

/** A free search in all fields for the text's words, of which those behind the first 4,096 characters are left out. */
export function freeQuery(text: string, kinds: readonly number[], context: QueryContext): EntityQuery {
  return { words: wantedWords(text), fields: ENTITY_FIELDS, kinds, constraints: [], context };
}

/** A caller's text is as long as a request may be, and each character takes the one thread of a domain some time. */
function wantedWords(text: string): string[] {
  return nameWords(text.slice(0, MOST_CHARACTERS));
}

function ofKinds(targets: readonly SlotTarget[], kinds: readonly string[]): SlotTarget[] {
  return targets.filter(({ kind }) => kinds.includes(kind));
}

/** Nothing for a slot that names the same entity once more, such as a second title. */
function constraintOf(
  words: readonly string[],
  targets: readonly SlotTarget[],
  meant: readonly SlotTarget[],
): Constraint[] {
  const own = targets.find(({ kind, field }) => field !== 'title' && meant.some((target) => target.kind === kind));
  if (own) return [{ field: own.field, words }];
  const isOther = targets.every(({ kind }) => !meant.some((target) => target.kind === kind));
  return isOther ? [{ field: 'partOf', words }] : [];
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
