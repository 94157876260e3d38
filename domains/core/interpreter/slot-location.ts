import type { Slot } from '../../../serving/hypothesis.js';

/**
 * Fills in the offsets of slots that came without any (start and end both 0): the first place from the left, not taken
 * by another slot, that holds the value, whatever the case. A value that the caller's NLU rewrote is found nowhere, and
 * its offsets stay 0. Offsets count Unicode code points, end exclusive.
 */
export function locateSlots(utterance: string, slots: readonly Slot[]): readonly Slot[] {
  if (slots.every((slot) => slot.end > 0)) return slots;
  const text = foldCodePoints(utterance);
  const taken = slots.filter((slot) => slot.end > 0).map(({ start, end }) => ({ start, end }));
  return slots.map((slot) => {
    if (slot.end > 0) return slot;
    const value = foldCodePoints(slot.value.trim());
    const isFree = (start: number) => taken.every((other) => start >= other.end || start + value.length <= other.start);
    for (let start = 0; start + value.length <= text.length && value.length > 0; start += 1) {
      if (!value.every((letter, index) => letter === text[start + index]) || !isFree(start)) continue;
      const place = { start, end: start + value.length };
      taken.push(place);
      return { ...slot, ...place };
    }
    return slot;
  });
}

/** One entry per code point of the original, so that places in it are places in the text. */
function foldCodePoints(text: string): string[] {
  return Array.from(text, (letter) => letter.toLowerCase());
}
