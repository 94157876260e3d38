import { z } from 'zod';
import { FEATURE_GROUPS } from '../../answer/priors/context-features.js';
import { keySchema, nameSchema, probabilitySchema, timeSchema } from './keys.js';
import { toldHypothesisSchema, toldReadingSchema } from './told-hypothesis.js';
import { recognisedSchema, toldWordsSchema } from './told-words.js';

/** What became of asking one domain. */
export const toldDomainSchema = z.object({
  domain: z.string(),
  status: z.enum(['OK', 'DEADLINE', 'UNAVAILABLE', 'OVERLOADED', 'ERROR', 'NO_RECOGNIZER']),
  /** Calibrated P(the utterance is this domain's); absent unless OK. */
  inDomain: probabilitySchema.optional(),
});
export type ToldDomain = z.output<typeof toldDomainSchema>;

/** One Interpret request and its answer. A rephrase is the session's next one. */
export const requestEventSchema = z.object({
  kind: z.literal('request'),
  /** Name of the event, which the gateway made. */
  id: nameSchema,
  /** Name of the request, which outcomes refer to. A caller's own: two requests may have the same. */
  requestId: nameSchema,
  /** When the reply went out, by the gateway's clock. */
  time: timeSchema,
  /** Fingerprint of the customer; absent where the request named none. */
  customer: keySchema.optional(),
  /** Fingerprint of the session; absent where the request named none. */
  session: keySchema.optional(),
  /** What the user said, of several hearings the likeliest; only where `events.text` was on. */
  text: z.string().optional(),
  /** Fingerprint of the words in lower case with single blanks. */
  textKey: keySchema,
  /** The recogniser's n-best list as sent; absent where there was none. */
  recognised: z.array(recognisedSchema).optional(),
  /** P(the wake word was said), as sent. */
  wakeConfidence: probabilitySchema.optional(),
  /** What was interpreted instead of the text; absent: the text itself. */
  rewrite: toldWordsSchema
    .extend({ layer: z.enum(['KNOWN', 'GLOBAL', 'PERSONAL']), probability: probabilitySchema })
    .optional(),
  /** True where it would have been rewritten, and the customer is of the control group. */
  isControl: z.literal(true).optional(),
  /** The context in the buckets of the priors; `strength` is below 1 for recent activities. */
  context: z.array(z.object({ group: z.enum(FEATURE_GROUPS), value: z.string(), strength: probabilitySchema })),
  /** The whole version vector: domains, `<domain>-catalogue`, `priors`. */
  versions: z.record(z.string(), z.string()),
  /** Every domain that was asked, in the configured order. */
  domains: z.array(toldDomainSchema),
  /** The first of the merged list, best first. */
  hypotheses: z.array(toldHypothesisSchema),
  /** What was accepted (one) or offered (up to three), as in the reply. */
  readings: z.array(toldReadingSchema),
  decision: z.enum(['ACCEPT', 'CLARIFY', 'REJECT', 'UNDECIDED']),
  /** P(none of the readings was meant). */
  none: probabilitySchema,
  /** P(the utterance answers the question of the turn before); 0 where nothing was asked. */
  answerProbability: probabilitySchema,
  /** Whether a domain that was asked did not reply. */
  degraded: z.boolean(),
  /** Number of the customer's preferences that posteriors and entities are after; absent: none. */
  preferences: z.int().min(1).optional(),
  /** What was asked beside the answer, and with which probability; absent: nothing. An answer to the latter kind is no label. */
  question: z.object({ kind: z.enum(['satisfaction', 'preference']), propensity: z.number().gt(0).lte(1) }).optional(),
});
export type RequestEvent = z.output<typeof requestEventSchema>;
