import { z } from 'zod';
import { keySchema } from './keys.js';

/** Words of a user: always their fingerprint, and the words themselves only where `events.text` was on. */
export const toldWordsSchema = z.object({
  text: z.string().optional(),
  /** Fingerprint of the words in lower case with single blanks. */
  key: keySchema,
});
export type ToldWords = z.output<typeof toldWordsSchema>;

/** One entry of the recogniser's n-best list, best first as it was sent. */
export const recognisedSchema = toldWordsSchema.extend({
  /** As the recogniser gave it: at least 0, on its own scale. */
  confidence: z.number().min(0).optional(),
});
export type Recognised = z.output<typeof recognisedSchema>;
