import { isOutOfDomain, type NamedValue, type Reference, type ScoredHypothesis } from './scored.js';

/** A slot as it is compared: the value lower-cased with single spaces, and none around it. */
export function slotKey({ name, value }: NamedValue): string {
  return `${name}\t${value.toLowerCase().replace(/\s+/gu, ' ').trim()}`;
}

/** Slots on both sides, and those on one side only, as multisets of (name, value). */
export interface SlotMatch {
  readonly matched: number;
  readonly missing: readonly NamedValue[];
  readonly spurious: readonly NamedValue[];
}

/** Pairs equal slots one to one. `missing` are of the reference, `spurious` of the hypothesis, both in their order. */
export function matchSlots(reference: readonly NamedValue[], hypothesis: readonly NamedValue[]): SlotMatch {
  // Most utterances are others': there is nothing to pair, and nothing to normalise.
  if (reference.length === 0 || hypothesis.length === 0)
    return { matched: 0, missing: [...reference], spurious: [...hypothesis] };
  const unpaired = new Map<string, number>();
  for (const slot of hypothesis) {
    const key = slotKey(slot);
    unpaired.set(key, (unpaired.get(key) ?? 0) + 1);
  }
  const missing = reference.filter((slot) => !take(unpaired, slotKey(slot)));
  const spurious = hypothesis.filter((slot) => take(unpaired, slotKey(slot)));
  return { matched: reference.length - missing.length, missing, spurious };
}

function take(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key) ?? 0;
  if (count > 0) counts.set(key, count - 1);
  return count > 0;
}

/** Domain and intent are the reference's. */
export function hasRightIntent(reference: Reference, hypothesis: ScoredHypothesis): boolean {
  return hypothesis.domain === reference.domain && hypothesis.intent === reference.intent;
}

/** Domain, intent and the multiset of slots are the reference's. Nothing is right on an `other` row. */
export function isRight(reference: Reference, hypothesis: ScoredHypothesis): boolean {
  if (isOutOfDomain(reference) || !hasRightIntent(reference, hypothesis)) return false;
  const slots = reference.slots ?? [];
  if (slots.length !== hypothesis.slots.length) return false;
  const { missing, spurious } = matchSlots(slots, hypothesis.slots);
  return missing.length === 0 && spurious.length === 0;
}
