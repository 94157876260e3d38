import { z } from 'zod';

/** A value that somebody could say: single blanks, none at the ends. */
const spokenValue = z
  .string()
  .overwrite((value) => value.trim().replace(/\s+/gu, ' '))
  .regex(/[\p{L}\p{N}]/u, 'a value has a letter or a digit');

const valueList = z.array(spokenValue).min(1);

/** Slot -> values that it could have. */
export const slotValues = z.record(z.string(), valueList);

/** A way to ask, written by people who know the domain, with slots to fill: `(play|put on) some {genre}`. */
export const carrierSchema = z.strictObject({
  intent: z.string(),
  /** In the grammar of `parseCarrier`. */
  text: z.string().min(1),
  /** How many times as often as a plain carrier it is filled; above 1 for the most frequent requests. */
  times: z.int().min(1).max(100).default(1),
  /** Slot -> the values that it takes in this carrier, and no others; a text is the name of one of the recipe's `lists`. */
  slots: z.record(z.string(), z.union([valueList, z.string().min(1)])).optional(),
  /**
   * 'catalogue': its slots take values from the catalogue alone, and it makes no row where that lists none; absent:
   * from the corpus, too. It is for slots that only the catalogue can tell apart: no word of "play homegrown" shows
   * that it is an album.
   */
  from: z.literal('catalogue').optional(),
});
