import { z } from 'zod';
import { keySchema, nameSchema, timeSchema } from './keys.js';

/** Milliseconds, at most a week. */
const milliseconds = z.int().min(0).max(604_800_000);

/** What came of an answer. */
export const whatSchema = z.discriminatedUnion('type', [
  /** The user spoke into the response, so long after it began. */
  z.object({ type: z.literal('barge_in'), afterMs: milliseconds }),
  /** So much of an entity was played; `ofMs` is its length, 0 where that is not known. */
  z.object({ type: z.literal('playback'), entity: z.string(), playedMs: milliseconds, ofMs: milliseconds }),
  /** Which of the request's readings was chosen, by its place; absent: none of them. */
  z.object({ type: z.literal('choice'), reading: z.int().min(0).max(9).optional() }),
  /** The user's answer when asked whether this was right. */
  z.object({
    type: z.literal('answer'),
    value: z.enum(['yes', 'no', 'unsure']),
    /** Probability with which the question was asked, in (0, 1]; absent where the orchestrator does not log it. */
    propensity: z.number().gt(0).lte(1).optional(),
  }),
  /** The user stopped it, by voice or hand. */
  z.object({ type: z.literal('stop') }),
  /** What the orchestrator did in the end. */
  z.object({ type: z.literal('served'), domain: z.string(), intent: z.string() }),
]);
export type What = z.output<typeof whatSchema>;

/** One thing that came of an answer, as a caller reported it. */
export const outcomeEventSchema = z.object({
  kind: z.literal('outcome'),
  /** Name of the event, which its caller made: reported again it is the same event. */
  id: nameSchema,
  /** Name of the request; there may be no event of it. */
  requestId: nameSchema,
  /** When it came about, by the caller's clock, which may jump. */
  time: timeSchema,
  /** When it was reported, by the gateway's clock. */
  received: timeSchema,
  /** Fingerprint of the customer; absent where the report named none. */
  customer: keySchema.optional(),
  what: whatSchema,
});
export type OutcomeEvent = z.output<typeof outcomeEventSchema>;
