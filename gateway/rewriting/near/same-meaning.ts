import { z } from 'zod';
import { sigmoid } from '../../../serving/numeric/log-odds.js';
import { NEAR_FEATURES } from './near-texts.js';

/** P(two texts mean the same) by what they have in common: logistic regression. */
export const sameMeaningSchema = z.strictObject({
  bias: z.number(),
  /** By the name of the feature. */
  weights: z.record(z.enum(NEAR_FEATURES), z.number()),
});
export type SameMeaning = z.output<typeof sameMeaningSchema>;

/** @param features `[NEAR_FEATURES]` @returns in (0, 1) */
export function sameMeaning({ bias, weights }: SameMeaning, features: readonly number[]): number {
  let score = bias;
  for (const [place, name] of NEAR_FEATURES.entries()) score += weights[name] * features[place];
  return sigmoid(score);
}
