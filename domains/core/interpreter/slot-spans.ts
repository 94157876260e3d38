import type { Slot } from '../../../serving/hypothesis.js';
import type { Span } from '../recognizer/labels.js';
import type { Token } from '../text/tokenize.js';

/** Half of a character of two UTF-16 units; without any, code points are units. */
const surrogate = /[\ud800-\udfff]/;

/** Slots with their values as the caller wrote them, from token spans. */
export function slotsOfSpans(spans: readonly Span[], tokens: readonly Token[], utterance: string): Slot[] {
  if (spans.length === 0) return [];
  const codePoints = surrogate.test(utterance) ? Array.from(utterance) : undefined;
  return spans.map(({ slot, start, end }) => {
    const from = tokens[start].start;
    const to = tokens[end - 1].end;
    const value = codePoints ? codePoints.slice(from, to).join('') : utterance.slice(from, to);
    return { name: slot, value, start: from, end: to };
  });
}

/**
 * The token spans of slots that are given in code points, in text order; a token that two slots share goes to the
 * first.
 */
export function spansOfSlots(slots: readonly Pick<Slot, 'name' | 'start' | 'end'>[], tokens: readonly Token[]): Span[] {
  const spans: Span[] = [];
  let free = 0;
  for (const slot of [...slots].sort((a, b) => a.start - b.start)) {
    let start = free;
    while (start < tokens.length && tokens[start].end <= slot.start) start++;
    let end = start;
    while (end < tokens.length && tokens[end].start < slot.end) end++;
    if (end === start) continue;
    spans.push({ slot: slot.name, start, end });
    free = end;
  }
  return spans;
}
