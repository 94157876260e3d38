import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DomainSchema } from '../../domains/core/schema/schema.js';
import { NluError } from '../../serving/errors.js';

const catalogueField = z
  .string()
  .regex(/^[a-z]+\.(title|creators|series)$/, '<kind>.title, <kind>.creators or <kind>.series');

const recipeSchema = z.strictObject({
  /** Slot -> the catalogue fields whose strings are values that it could have. */
  catalogue: z.record(z.string(), z.array(catalogueField)),
  /** Ways to ask, written by the domain's owners, with slots to fill: `put on some {genre}`. */
  carriers: z.array(
    z.strictObject({
      intent: z.string(),
      text: z.string().min(1),
      /** How many times as often as a plain carrier it is filled; above 1 for the most frequent requests. */
      times: z.int().min(1).max(100).default(1),
      /**
       * 'catalogue': its slots take values from the catalogue alone, and it makes no row where that lists none; absent:
       * from the corpus, too. It is for slots that only the catalogue can tell apart: no word of "play homegrown" shows
       * that it is an album.
       */
      from: z.literal('catalogue').optional(),
    }),
  ),
  /** Requests that no domain of ours answers, though they resemble this domain's. */
  negatives: z.array(z.string().min(1)),
  /**
   * Slot -> the slots whose values it could hold as well, in other domains' rows and, under another name, in its own: a
   * city is a city whoever asks for it.
   */
  sharedSlots: z.record(z.string(), z.array(z.string())).optional(),
});

/** A domain's additions to its corpora, as data beside its schema; all of it optional. */
export type Recipe = z.infer<typeof recipeSchema>;

const NOTHING: Recipe = { catalogue: {}, carriers: [], negatives: [] };

/**
 * Reads `recipe.json` of a domain's folder; an absent file is an empty recipe.
 * @throws NluError INVALID_ARGUMENT naming file and field
 */
export function readRecipe(folder: string, schema: DomainSchema): Recipe {
  const path = join(folder, 'recipe.json');
  if (!existsSync(path)) return NOTHING;
  try {
    const recipe = recipeSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    for (const [index, carrier] of recipe.carriers.entries()) checkCarrier(carrier, index, recipe, schema);
    for (const slot of Object.keys(recipe.sharedSlots ?? {})) checkShared(slot, schema);
    return recipe;
  } catch (cause) {
    if (cause instanceof NluError) throw new NluError(cause.code, `${path}, ${cause.message}`, { cause });
    const problem =
      cause instanceof z.ZodError ? `${cause.issues[0].path.join('.')}: ${cause.issues[0].message}` : 'not JSON';
    throw new NluError('INVALID_ARGUMENT', `${path}, ${problem}`, { cause });
  }
}

/** A carrier as its text and slots in turn: text at even places, slot names at odd ones. */
export function carrierParts(text: string): string[] {
  return text.split(/\{(\w+)\}/);
}

/** The names of a carrier's slots, in text order. */
export function carrierSlots(text: string): string[] {
  return carrierParts(text).filter((_, place) => place % 2 === 1);
}

function checkCarrier(
  { intent, text, from }: Recipe['carriers'][number],
  index: number,
  { catalogue }: Recipe,
  schema: DomainSchema,
): void {
  const slots = schema.intents.find(({ name }) => name === intent)?.slots;
  if (!slots) throw new NluError('INVALID_ARGUMENT', `carriers.${index}.intent: the schema has no intent ${intent}`);
  const unknown = carrierSlots(text).find((slot) => !slots.includes(slot));
  if (unknown !== undefined)
    throw new NluError('INVALID_ARGUMENT', `carriers.${index}.text: ${intent} has no slot ${unknown}`);
  const unlisted = from && carrierSlots(text).find((slot) => !catalogue[slot]?.length);
  if (unlisted !== undefined)
    throw new NluError(
      'INVALID_ARGUMENT',
      `carriers.${index}.from: the recipe's catalogue has no field for ${unlisted}`,
    );
}

function checkShared(slot: string, { intents }: DomainSchema): void {
  if (!intents.some(({ slots }) => slots.includes(slot)))
    throw new NluError('INVALID_ARGUMENT', `sharedSlots.${slot}: no intent of the schema has a slot ${slot}`);
}
