import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import type { DeviceContext } from '../../../gateway/answer/context.js';
import { merge } from '../../../gateway/answer/merge.js';
import type { PriorTable } from '../../../gateway/answer/prior-table.js';
import { applyPrior } from '../../../gateway/answer/priors.js';
import { weigh } from '../../../gateway/answer/weighing.js';
import type { Scores, Slot } from '../../../serving/hypothesis.js';

/** A hypothesis of the merged list. */
export interface MergedHypothesis {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly Slot[];
  readonly scores: Scores;
  /** In [0, 1], before and after the prior. */
  readonly confidence: number;
  readonly posterior: number;
}

/** What a prior goes by. */
export interface MergeContext {
  readonly device: DeviceContext;
  readonly priors: PriorTable;
}

/** What the gateway would answer, best first and unfiltered; without a context no prior is applied. */
export function mergeInterpretations(
  interpretations: ReadonlyMap<string, Interpretation>,
  context?: MergeContext,
): MergedHypothesis[] {
  const priors = context && weigh(context.priors, context.device, interpretations).priors;
  const weighed = [...interpretations].flatMap(([domain, { hypotheses }]) =>
    hypotheses.map(({ intent, slots, scores, confidence }) => {
      const posterior = applyPrior(confidence, priors?.get(domain)?.shift ?? 0);
      return { domain, intent, slots, scores, confidence, posterior };
    }),
  );
  return merge(weighed, { maxHypotheses: Math.max(weighed.length, 1), minConfidence: 0 });
}
