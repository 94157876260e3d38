import { merge } from '../../gateway/answer/merge.js';
import type { Scores } from '../../serving/hypothesis.js';
import { logit } from '../../serving/numeric/log-odds.js';
import type { Scored } from '../metrics/scored.js';
import type { Interpreted } from './interpreted.js';

/** A way to turn a hypothesis's raw scores into log-odds of being right, without any training. */
export type UntrainedForm = (scores: Scores) => number;

/** Raw probabilities are kept this far from 0 and 1 where their logits are taken. */
const CLIP = 1e-9;

/** R0 of Su et al. 2018 by two readings of "the product of the scores"; comparisons are against `product`. */
export const R0 = {
  /** P(domain) * P(intent | domain) * P(slots | intent) */
  product: ({ domain, intent, slot }: Scores) => logit(domain * intent * slot),
  /** sigmoid of the sum of the three logits */
  logits: ({ domain, intent, slot }: Scores) => logit(clip(domain)) + logit(clip(intent)) + logit(clip(slot)),
} satisfies Record<string, UntrainedForm>;

/** The hypotheses with the confidences that they were served with. */
export function asServed(rows: readonly Interpreted[]): Scored[] {
  return rows.map(({ reference, hypotheses, inDomain, accepted }) => ({ reference, hypotheses, inDomain, accepted }));
}

/** The same hypotheses with another confidence, merged by it as the gateway merges. */
export function rescored(rows: readonly Interpreted[], form: UntrainedForm): Scored[] {
  return rows.map(({ reference, hypotheses }) => {
    const rescored = hypotheses.map((hypothesis) => {
      const logOdds = form(hypothesis.scores);
      // The order is that of the log-odds: the sigmoid of great ones rounds to 1, which would make ties of them.
      const { domain } = hypothesis;
      return { domain, hypothesis: { ...hypothesis, confidence: 1 / (1 + Math.exp(-logOdds)) }, posterior: logOdds };
    });
    const all = { maxHypotheses: rescored.length, minConfidence: Number.NEGATIVE_INFINITY };
    return { reference, hypotheses: merge(rescored, all).map(({ hypothesis }) => hypothesis) };
  });
}

function clip(probability: number): number {
  return Math.min(Math.max(probability, CLIP), 1 - CLIP);
}
