import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DomainSchema } from '../../domains/core/schema/schema.js';
import { parseJsonText } from '../../serving/checks/json-text.js';
import { NluError } from '../../serving/errors.js';
import { carrierSlots, mayBeSilent, parseCarrier } from './carrier-grammar.js';
import { playbackCarriers, playbackNegatives } from './playback.js';
import { carrierSchema, slotValues } from './written-carrier.js';

const catalogueField = z
  .string()
  .regex(/^[a-z]+\.(title|creators|series)$/, '<kind>.title, <kind>.creators or <kind>.series');

const recipeSchema = z.strictObject({
  /** Slot -> the catalogue fields whose strings are values that it could have. */
  catalogue: z.record(z.string(), z.array(catalogueField)),
  /** Slot -> values that it could have, beside those of the corpus and the catalogue. */
  values: slotValues.optional(),
  /** Name -> values that several carriers take. */
  lists: slotValues.optional(),
  carriers: z.array(carrierSchema),
  /** Slot -> the domain's own words in the carriers that all domains share (playback.json): what is paused, or skipped. */
  playback: slotValues.optional(),
  /** Requests that no domain of ours answers, though they resemble this domain's; written as carriers are. */
  negatives: z.array(z.string().min(1)),
  /**
   * Slot -> the slots whose values it could hold as well, in other domains' rows and, under another name, in its own: a
   * city is a city whoever asks for it.
   */
  sharedSlots: z.record(z.string(), z.array(z.string())).optional(),
});

type WrittenRecipe = z.infer<typeof recipeSchema>;

/** A domain's additions to its corpora, as data beside its schema; all of it optional. */
export interface Recipe extends Omit<WrittenRecipe, 'lists' | 'carriers'> {
  readonly carriers: readonly Carrier[];
}

/** A carrier with the values of its slots. */
type Carrier = Omit<WrittenRecipe['carriers'][number], 'slots'> & {
  readonly slots?: Record<string, string[]> | undefined;
};

const NOTHING: Recipe = { catalogue: {}, carriers: [], negatives: [] };

/**
 * Reads `recipe.json` of a domain's folder; an absent file is an empty recipe.
 * @throws NluError INVALID_ARGUMENT naming file and field
 */
export function readRecipe(folder: string, schema: DomainSchema): Recipe {
  const path = join(folder, 'recipe.json');
  if (!existsSync(path)) return NOTHING;
  try {
    const { lists = {}, ...written } = recipeSchema.parse(parseJsonText(readFileSync(path, 'utf8')));
    const carriers = written.carriers.map((carrier, index) => withLists(carrier, index, lists));
    checkLists(lists, written.carriers);
    const recipe: Recipe = { ...written, carriers };
    for (const [index, carrier] of recipe.carriers.entries()) checkCarrier(carrier, index, recipe, schema);
    for (const [index, negative] of recipe.negatives.entries()) checkNegative(negative, index, recipe);
    checkSlots(recipe, schema);
    return withPlayback(recipe, schema);
  } catch (cause) {
    if (cause instanceof NluError) throw new NluError(cause.code, `${path}, ${cause.message}`, { cause });
    if (!(cause instanceof z.ZodError || cause instanceof SyntaxError)) throw cause;
    throw new NluError('INVALID_ARGUMENT', `${path}${problemOf(cause)}`, { cause });
  }
}

function problemOf(cause: z.ZodError | SyntaxError): string {
  if (cause instanceof SyntaxError) return `: not valid JSON (${cause.message})`;
  const [issue] = cause.issues;
  return `${issue.path.length > 0 ? `, ${issue.path.join('.')}` : ''}: ${issue.message}`;
}

/** A list that no carrier takes is a slip of the pen. */
function checkLists(lists: Readonly<Record<string, string[]>>, carriers: WrittenRecipe['carriers']): void {
  const taken = new Set(
    carriers.flatMap(({ slots = {} }) => Object.values(slots)).filter((each) => !Array.isArray(each)),
  );
  const unused = Object.keys(lists).find((name) => !taken.has(name));
  if (unused !== undefined) throw new NluError('INVALID_ARGUMENT', `lists.${unused}: no carrier takes it`);
}

/** The carrier with the lists that its slots name in their places. */
function withLists(
  carrier: WrittenRecipe['carriers'][number],
  index: number,
  lists: Readonly<Record<string, string[]>>,
): Carrier {
  if (!carrier.slots) return { ...carrier, slots: undefined };
  const slots = Object.entries(carrier.slots).map(([slot, values]): [string, string[]] => {
    if (Array.isArray(values)) return [slot, values];
    if (!Object.hasOwn(lists, values))
      throw new NluError('INVALID_ARGUMENT', `carriers.${index}.slots.${slot}: lists has no ${values}`);
    return [slot, lists[values]];
  });
  return { ...carrier, slots: Object.fromEntries(slots) };
}

function checkCarrier(
  { intent, text, from, slots: own }: Recipe['carriers'][number],
  index: number,
  { catalogue }: Recipe,
  schema: DomainSchema,
): void {
  const slots = schema.intents.find(({ name }) => name === intent)?.slots;
  if (!slots) throw new NluError('INVALID_ARGUMENT', `carriers.${index}.intent: the schema has no intent ${intent}`);
  const used = slotsIn(text, `carriers.${index}.text`);
  const unknown = used.find((slot) => !slots.includes(slot));
  if (unknown !== undefined)
    throw new NluError('INVALID_ARGUMENT', `carriers.${index}.text: ${intent} has no slot ${unknown}`);
  const unused = Object.keys(own ?? {}).find((slot) => !used.includes(slot));
  if (unused !== undefined)
    throw new NluError('INVALID_ARGUMENT', `carriers.${index}.slots.${unused}: the text has no {${unused}}`);
  const unlisted = from && used.find((slot) => !catalogue[slot]?.length);
  if (unlisted !== undefined)
    throw new NluError(
      'INVALID_ARGUMENT',
      `carriers.${index}.from: the recipe's catalogue has no field for ${unlisted}`,
    );
}

function checkNegative(text: string, index: number, { catalogue, values = {} }: Recipe): void {
  const unknown = slotsIn(text, `negatives.${index}`).find((slot) => !values[slot] && !catalogue[slot]?.length);
  if (unknown !== undefined)
    throw new NluError('INVALID_ARGUMENT', `negatives.${index}: neither values nor catalogue have ${unknown}`);
}

/** The slots of a carrier or negative. @throws NluError for one that cannot be read, and one that may say nothing */
function slotsIn(text: string, field: string): string[] {
  let carrier: ReturnType<typeof parseCarrier>;
  try {
    carrier = parseCarrier(text);
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `${field}: ${(cause as Error).message}`, { cause });
  }
  if (!mayBeSilent(carrier)) return carrierSlots(carrier);
  throw new NluError('INVALID_ARGUMENT', `${field}: ${JSON.stringify(text)} may leave out every word; keep one`);
}

/** The recipe with the carriers and negatives that all domains share, as far as the domain's schema takes them. */
function withPlayback(recipe: Recipe, schema: DomainSchema): Recipe {
  const carriers = playbackCarriers(schema, recipe.playback ?? {});
  if (carriers.length === 0) return recipe;
  const negatives = [...recipe.negatives, ...playbackNegatives()];
  return { ...recipe, carriers: [...recipe.carriers, ...carriers], negatives };
}

/** Checks that the slots that get values are slots of the schema, or of the negatives where these take them. */
function checkSlots({ catalogue, values, playback, sharedSlots, negatives }: Recipe, { intents }: DomainSchema): void {
  const known = new Set(intents.flatMap(({ slots }) => slots));
  const filled = new Set([...known, ...negatives.flatMap((text) => carrierSlots(parseCarrier(text)))]);
  const fields = { catalogue: filled, values: filled, playback: known, sharedSlots: known };
  for (const [field, named] of Object.entries({ catalogue, values, playback, sharedSlots })) {
    const unknown = Object.keys(named ?? {}).find((slot) => !fields[field as keyof typeof fields].has(slot));
    if (unknown !== undefined)
      throw new NluError('INVALID_ARGUMENT', `${field}.${unknown}: no intent of the schema has a slot ${unknown}`);
  }
}
