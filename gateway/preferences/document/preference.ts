import { z } from 'zod';
import { timeSchema } from '../../feedback/events/keys.js';

const thing = {
  domain: z.string(),
  /** Name of a slot or of a kind of entity; empty: any. */
  kind: z.string(),
  /** Whether `kind` is a slot's name, by the domain's schema when it was taught. */
  isSlot: z.boolean(),
  /** Id of an entity; empty: none. */
  entity: z.string(),
  /** The entity's title by the catalogue when it was taught; empty: none. */
  title: z.string(),
};

/** What a preference says. Words are as the customer said them. */
export const saidSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('like'), ...thing, value: z.string() }),
  z.object({ type: z.literal('dislike'), ...thing, value: z.string() }),
  z.object({
    type: z.literal('default'),
    domain: z.string(),
    /** The intents that have the slot, by the domain's schema when it was taught. */
    intents: z.array(z.string()),
    /** Whether every intent was meant. */
    isOfAll: z.boolean(),
    slot: z.string(),
    value: z.string(),
  }),
  z.object({ type: z.literal('meaning'), ...thing, words: z.string() }),
]);

/** What a preference says. */
export type Said = z.output<typeof saidSchema>;

export const preferenceSchema = z.object({
  /** Its name among the customer's: the same for whatever is taught of the same thing. */
  id: z.string(),
  said: saidSchema,
  origin: z.enum(['taught', 'confirmed', 'inferred']),
  time: timeSchema,
});

/** One preference of a customer. */
export type Preference = z.output<typeof preferenceSchema>;
