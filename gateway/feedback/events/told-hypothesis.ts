import { z } from 'zod';
import { keySchema, probabilitySchema } from './keys.js';

/** A slot: its value as words only where `events.text` was on. */
export const toldSlotSchema = z.object({
  name: z.string(),
  value: z.string().optional(),
  /** Fingerprint of the normalised value. */
  key: keySchema,
});
export type ToldSlot = z.output<typeof toldSlotSchema>;

/** What a domain's catalogue says that the slots may mean. */
export const toldEntitySchema = z.object({
  /** Id in the domain's catalogue. */
  id: z.string(),
  kind: z.string(),
  probability: probabilitySchema,
  /** The ways of looking that found it. */
  strategies: z.array(z.string()),
});
export type ToldEntity = z.output<typeof toldEntitySchema>;

/** A way of looking that took part, and the probability with which the policy let it, in (0, 1]. */
export const toldStrategyRunSchema = z.object({ name: z.string(), propensity: z.number().gt(0).lte(1) });
export type ToldStrategyRun = z.output<typeof toldStrategyRunSchema>;

/** One of the hypotheses of a reply. */
export const toldHypothesisSchema = z.object({
  domain: z.string(),
  intent: z.string(),
  slots: z.array(toldSlotSchema),
  /** The recognizer's raw scores; one that it did not give is absent. */
  scores: z.object({
    domain: probabilitySchema.optional(),
    intent: probabilitySchema.optional(),
    slot: probabilitySchema.optional(),
  }),
  confidence: probabilitySchema,
  /** The confidence after the context prior. */
  posterior: probabilitySchema,
  /** Fingerprint of the hearing that it interprets, where the request had several. */
  hearingKey: keySchema.optional(),
  /** Most probable first; absent where nothing was looked for, as are the two below. */
  entities: z.array(toldEntitySchema).optional(),
  /** P(the slots mean nothing of the catalogue). */
  entityNone: probabilitySchema.optional(),
  strategyRuns: z.array(toldStrategyRunSchema).optional(),
});
export type ToldHypothesis = z.output<typeof toldHypothesisSchema>;

/** What was offered or accepted, in the reply's order: a `choice` outcome names its place in this list. */
export const toldReadingSchema = z.object({
  domain: z.string(),
  intent: z.string(),
  slots: z.array(toldSlotSchema),
  probability: probabilitySchema,
  /** Id of the entity that it names. */
  entity: z.string().optional(),
});
export type ToldReading = z.output<typeof toldReadingSchema>;
