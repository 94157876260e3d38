import { z } from 'zod';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import { MOST_AT_ONCE } from './limits.js';

const name = z.string().max(256);

/** Device and customer of an utterance that somebody tries. */
export const tryContextSchema = z.strictObject({
  device: name.optional(),
  hasScreen: z.boolean().optional(),
  foreground: name.optional(),
  locale: name.optional(),
  /** RFC 3339 with its offset. */
  localTime: name.optional(),
  customer: name.optional(),
  session: name.optional(),
  applyPriors: z.boolean().optional(),
  /** Whether to look in the catalogues. */
  resolve: z.boolean().optional(),
});

export type TryContext = z.infer<typeof tryContextSchema>;

export const tryRequestSchema = z.strictObject({
  utterances: z.array(z.string().max(65_536)).min(1).max(MOST_AT_ONCE),
  context: tryContextSchema.prefault({}),
  /** Whether to tell all that is known of the answer; only for one utterance. */
  explain: z.boolean().default(false),
});

export type TryRequest = z.input<typeof tryRequestSchema>;

/** A reason for or against a hypothesis, and what it adds to the log-odds. */
export interface ToldReason {
  readonly phrase: string;
  readonly value: number;
}

/** An answer, with why in words. */
export interface TriedAnswer {
  readonly utterance: string;
  readonly reply: InterpretResponse__Output;
  /** The decision and why, in a sentence. */
  readonly why: string;
  /** [hypotheses of the reply]: the strongest reasons of each. */
  readonly reasons: readonly (readonly ToldReason[])[];
  /** Time to the answer, in ms, as the console saw it. */
  readonly milliseconds: number;
}

/** One of many utterances that were tried at once. */
export interface TriedLine {
  readonly utterance: string;
  /** `ACCEPT`, `CLARIFY`, `REJECT`, `UNDECIDED`; empty where there was no answer. */
  readonly decision: string;
  /** The best reading: domain, intent and slots; empty for none. */
  readonly reading: string;
  readonly domain: string;
  /** Its probability; 0 for none. */
  readonly probability: number;
  /** Why there was no answer. */
  readonly problem?: string | undefined;
}
