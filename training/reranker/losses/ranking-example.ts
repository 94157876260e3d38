import type { Evidence } from '../../../domains/core/reranker/evidence.js';

/** One domain's list for one utterance, with its right answer as far as that is known. */
export interface RankingExample {
  readonly evidence: Evidence;
  /** Which hypothesis is exactly right; -1 when none is. */
  readonly right: number;
  /** `[n]` SemER of each hypothesis. */
  readonly cost: Float64Array;
  /** The utterance is the domain's. */
  readonly isInDomain: boolean;
  /**
   * Whether a right answer is known at all; a row of the domain without annotation teaches only that it is the
   * domain's.
   */
  readonly annotated: boolean;
  /** How many utterances this one stands for: the inverse of its source's sampling rate. */
  readonly weight: number;
  /** For each hypothesis its slots, each with the words of its value; absent: there are none. */
  readonly slots?: readonly (readonly SlotInUse[])[] | undefined;
}

/** A slot of a hypothesis. */
export interface SlotInUse {
  /** `slotUse` of intent and slot. */
  readonly use: string;
  /** How many words its value has. */
  readonly words: number;
}

/** SemER of answering nothing: every error there is in domain, none out of it. */
export function costOfNothing(example: Pick<RankingExample, 'isInDomain'>): number {
  return example.isInDomain ? 1 : 0;
}
