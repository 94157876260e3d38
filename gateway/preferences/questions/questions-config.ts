import { z } from 'zod';

/** When customers are asked something besides; absent: never. */
export const questionsConfigSchema = z.strictObject({
  /** Defects that a question costs: it is asked where it is expected to save more. */
  price: z.number().min(0).max(1_000).default(1),
  /** Weeks for which savings are counted. */
  weeks: z.number().min(1).max(52).default(4),
  /** Defects that it is to be asked which reading was meant. */
  clarifyCost: z.number().min(0).max(1).default(0.3),
  /** Probability with which an accepted request is followed by the question whether it was right. */
  satisfaction: z.number().min(0).max(1).default(0.01),
  /** Days between two questions to one customer, at least. */
  days: z.int().min(7).max(365).default(7),
  /** Longest that an answer waits until it is stored that the customer is asked, in ms; nothing is asked where it takes longer. */
  waitMs: z.int().min(1).max(1_000).default(100),
});

export type QuestionsConfig = z.output<typeof questionsConfigSchema>;
