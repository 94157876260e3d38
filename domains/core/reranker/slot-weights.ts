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

/** What a slot of an intent weighs; undefined for one that weighs nothing. */
export type WeightOfSlot = (intent: string, slot: string) => SlotWeight | undefined;

/** Looks weights up for as long as they are served: the name of a use is put together once. */
export function weightOfSlot(weights: SlotWeights): WeightOfSlot {
  const found = new Map<string, Map<string, SlotWeight>>();
  return (intent, slot) => {
    const ofIntent = found.get(intent);
    const known = ofIntent?.get(slot);
    if (known) return known;
    const weight = weights.get(slotUse(intent, slot));
    // What weighs nothing is not kept: callers may name slots without end.
    if (weight) found.set(intent, (ofIntent ?? new Map<string, SlotWeight>()).set(slot, weight));
    return weight;
  };
}

export const NO_WEIGHT: WeightOfSlot = () => undefined;

/** What the slots of one hypothesis weigh together. */
export function slotsWeight(weightOf: WeightOfSlot, intent: string, spans: readonly Span[]): number {
  let sum = 0;
  for (const { slot, start, end } of spans) {
    const weight = weightOf(intent, slot);
    if (weight) sum += weight.presence + (end - start) * weight.word;
  }
  return sum;
}
