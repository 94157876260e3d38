import { z } from 'zod';
import type { Contribution } from '../../../serving/hypothesis.js';
import type { OwnHypothesis } from './own-ranker.js';

const probability = z.number().min(0).max(1);
const sent = z.strictObject({
  intent: z.string(),
  slots: z.array(
    z.strictObject({
      name: z.string(),
      value: z.string(),
      start: z.int().nonnegative(),
      end: z.int().nonnegative(),
    }),
  ),
  scores: z.record(z.string(), z.number()),
});
const ranked = sent.extend({
  confidence: probability,
  contributions: z.array(z.strictObject({ name: z.string(), value: z.number() })),
});

/** One entry of golden.json in a bundle without recognizer. */
export const ownGoldenSchema = z.strictObject({
  utterance: z.string().min(1),
  /** What is sent beside the utterance. */
  hypotheses: z.array(sent).min(1),
  /** The answer when the bundle was made, to every digit: the same hypotheses, best first. */
  interpretation: z.strictObject({ hypotheses: z.array(ranked), inDomain: probability }),
});

/** A hypothesis of a recorded answer. */
export interface RankedOwnHypothesis extends OwnHypothesis {
  readonly confidence: number;
  readonly contributions: readonly Contribution[];
}

/** A list of a caller's own NLU with the bundle's answer to it, to every digit, when it was made. */
export type OwnGolden = z.infer<typeof ownGoldenSchema>;
