import type { Slot } from '../../../serving/hypothesis.js';
import type { Span } from '../recognizer/labels.js';
import type { Token } from '../text/tokenize.js';
import { mayBeParted, unquoted } from './unquoted.js';

/** Half of a character of two UTF-16 units; without any, code points are units. */
const surrogate = /[\ud800-\udfff]/;

/** Slots with their values as the caller wrote them, without quotation marks and brackets, from token spans. */
export function slotsOfSpans(spans: readonly Span[], tokens: readonly Token[], utterance: string): Slot[] {
  if (spans.length === 0) return [];
  const codePoints = surrogate.test(utterance) ? Array.from(utterance) : undefined;
  const between = (from: number, to?: number) =>
    codePoints ? codePoints.slice(from, to).join('') : utterance.slice(from, to);
  const isPlain = !mayBeParted(utterance);
  return spans.map((span) => {
    const { slot, start, end } = isPlain ? span : unquoted(span, tokens, between);
    const from = tokens[start].start;
    const to = tokens[end - 1].end;
    return { name: slot, value: between(from, to), start: from, end: to };
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
