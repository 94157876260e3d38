import type { Span } from '../recognizer/labels.js';

/** What a re-ranker learned of one slot of an intent, in natural-log odds: for its being there, and for each word of its value. */
export interface SlotWeight {
  readonly presence: number;
  readonly word: number;
}

/** By `slotUse`; a slot that is not named weighs nothing. */
export type SlotWeights = ReadonlyMap<string, SlotWeight>;

export const NO_SLOT_WEIGHTS: SlotWeights = new Map();

/** The name under which a slot's use by an intent is weighed. */
export function slotUse(intent: string, slot: string): string {
  return `${intent}.${slot}`;
}

/** What the slots of one hypothesis weigh together. */
export function slotsWeight(weights: SlotWeights, intent: string, spans: readonly Span[]): number {
  let sum = 0;
  if (weights.size === 0) return sum;
  for (const { slot, start, end } of spans) {
    const weight = weights.get(slotUse(intent, slot));
    if (weight) sum += weight.presence + (end - start) * weight.word;
  }
  return sum;
}
