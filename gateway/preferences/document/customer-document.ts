import { z } from 'zod';
import { keySchema, timeSchema } from '../../feedback/events/keys.js';
import { ownTextSchema } from './own-text.js';
import { preferenceSchema, saidSchema } from './preference.js';

/** What a customer did again and again, by the fingerprint of the words. */
export const habitSchema = z.object({
  /** Fingerprint of the title's words. */
  words: keySchema,
  /** `choice`: chose the domain when asked; `correction`: was served the domain where another was accepted. */
  kind: z.enum(['choice', 'correction']),
  domain: z.string(),
  /** How often in a row. */
  times: z.int().min(1),
  /** Of the first of them. */
  since: timeSchema,
  /** Of the last of them. */
  last: timeSchema,
});
export type Habit = z.output<typeof habitSchema>;

/** A question about a preference that waits for its answer. */
export const openQuestionSchema = z.object({
  requestId: z.string(),
  said: saidSchema,
  words: keySchema,
  time: timeSchema,
});

/** All that is known of a customer besides events: sealed as one text. */
export const customerDocumentSchema = z.object({
  v: z.literal(1),
  /** Earliest first. */
  preferences: z.array(preferenceSchema),
  /** Those that came about last, latest last. */
  habits: z.array(habitSchema),
  /** When the customer was asked last; absent: never. */
  asked: timeSchema.optional(),
  open: openQuestionSchema.optional(),
  /** Fingerprints of the words about which the customer said no. */
  declined: z.array(keySchema),
  /** What the customer said with success; kept where words may be. Latest last. */
  texts: z.array(ownTextSchema).default([]),
});

/** All that is known of a customer besides events. */
export type CustomerDocument = z.output<typeof customerDocumentSchema>;

/** What is known of a customer of whom nothing is. */
export const NOTHING_KNOWN: CustomerDocument = { v: 1, preferences: [], habits: [], declined: [], texts: [] };
