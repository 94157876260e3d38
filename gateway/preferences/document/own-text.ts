import { z } from 'zod';
import { timeSchema } from '../../feedback/events/keys.js';

/** Words of a customer's that an accepted answer went well with, and how often it did. */
export const ownTextSchema = z.object({
  /** In lower case with single blanks. */
  text: z.string(),
  /** Outcomes that say the answer was right: at least 1. */
  successes: z.int().min(1),
  /** Outcomes that say it was wrong. */
  failures: z.int().min(0),
  /** Of the last of them. */
  last: timeSchema,
});
export type OwnText = z.output<typeof ownTextSchema>;

/** P(what the words are understood as is right), in (0, 1): the Beta mean of the outcomes with Jeffreys's prior. */
export function ownProbability({ successes, failures }: Pick<OwnText, 'successes' | 'failures'>): number {
  return (successes + 0.5) / (successes + failures + 1);
}
