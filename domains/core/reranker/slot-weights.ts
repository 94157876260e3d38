import type { Span } from '../recognizer/labels.js';

/**
 * The learned weight of one slot of an intent, in natural-log odds: for its presence, and for each word of its value.
 */
export interface SlotWeight {
  readonly presence: number;
  readonly word: number;
}

/** Weights by `slotUse`; slots that are not named have none. */
export type SlotWeights = ReadonlyMap<string, SlotWeight>;

export const NO_SLOT_WEIGHTS: SlotWeights = new Map();

/** The name of a slot's use by an intent. */
export function slotUse(intent: string, slot: string): string {
  return `${intent}.${slot}`;
}

/** The weight of a slot of an intent; undefined for one that has none. */
export type WeightOfSlot = (intent: string, slot: string) => SlotWeight | undefined;

/** Looks weights up by intent and slot, and builds each key only once. */
export function weightOfSlot(weights: SlotWeights): WeightOfSlot {
  const found = new Map<string, Map<string, SlotWeight>>();
  return (intent, slot) => {
    const ofIntent = found.get(intent);
    const known = ofIntent?.get(slot);
    if (known) return known;
    const weight = weights.get(slotUse(intent, slot));
    // Uses without a weight are not kept: callers may name slots without end.
    if (weight) found.set(intent, (ofIntent ?? new Map<string, SlotWeight>()).set(slot, weight));
    return weight;
  };
}

/** The sum of the weights of one hypothesis's slots. */
export function slotsWeight(weightOf: WeightOfSlot, intent: string, spans: readonly Span[]): number {
  let sum = 0;
  for (const { slot, start, end } of spans) {
    const weight = weightOf(intent, slot);
    if (weight) sum += weight.presence + (end - start) * weight.word;
  }
  return sum;
}
