import type { Span } from '../recognizer/labels.js';
import type { TaggedHypothesis } from '../recognizer/recognizer.js';
import type { Token } from '../text/tokenize.js';

const quotes = /["“”„‟«»‹›「」『』〝〞＂❝❞《》〈〉]/u;
/** The brackets of every script; to Unicode some quotation marks are brackets, too. */
const opensBracket = /(?![„‚「『〝《〈])\p{Ps}\s*$/u;
const brackets = /[\p{Ps}\p{Pe}]/u;
/** Anything that could part a value; a text without any has none to part. */
const mayPart = /[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"＂❝❞']/u;
/** An apostrophe where a quotation opens, and where it closes: at the edge of a word, not within it. */
const opens = /(?:^|\s)['‘]$/u;
const closes = /^['’](?=$|[\s\p{P}])/u;

/**
 * Hypotheses without quotation marks and brackets in their values. Two that come to the same are one: the first, which is the
 * recognizer's likelier.
 * @param hypotheses best first
 */
export function withoutQuotes<H extends Pick<TaggedHypothesis, 'intent' | 'spans'>>(
  hypotheses: readonly H[],
  tokens: readonly Token[],
  utterance: string,
): readonly H[] {
  if (!mayPart.test(utterance)) return hypotheses;
  const distinct = new Map<string, H>();
  for (const hypothesis of hypotheses) {
    const spans = unquotedSpans(hypothesis.spans, tokens, utterance);
    const meaning = JSON.stringify([hypothesis.intent, spans]);
    if (!distinct.has(meaning)) distinct.set(meaning, { ...hypothesis, spans });
  }
  return [...distinct.values()];
}

/** Spans of tokens without quotation marks and brackets in their values. */
export function unquotedSpans(spans: readonly Span[], tokens: readonly Token[], utterance: string): readonly Span[] {
  if (spans.length === 0 || !mayPart.test(utterance)) return spans;
  const codePoints = Array.from(utterance);
  return spans.map((span) => unquoted(span, tokens, (from, to) => codePoints.slice(from, to).join('')));
}

/**
 * The span of tokens without quotation marks and brackets in its value: a quoted part of it where there is one ("the 'sword of
 * destiny'" is the sword of destiny), else the longest part that stands in no brackets. Apostrophes within words, and
 * those of "guns n' roses", part nothing.
 * @param between the text between two code points
 */
function unquoted(
  { slot, start, end }: Span,
  tokens: readonly Token[],
  between: (from: number, to?: number) => string,
): Span {
  const gap = (index: number) => between(index === 0 ? 0 : tokens[index - 1].end, tokens[index]?.start);
  // A quotation of one letter is none: rock 'n' roll.
  const isLetter = (index: number) => tokens[index].end - tokens[index].start === 1;
  const isOpen = (index: number) =>
    quotes.test(gap(index)) || (opens.test(gap(index)) && !(closes.test(gap(index + 1)) && isLetter(index)));
  const isClosed = (index: number) => quotes.test(gap(index)) || closes.test(gap(index));
  const cuts = [start];
  let hasOpened = isOpen(start);
  for (let index = start + 1; index < end; index++) {
    const text = gap(index);
    const closesQuotation = hasOpened && closes.test(text) && !isLetter(index - 1);
    const opensQuotation = opens.test(text) && isOpen(index) && closedBy(index, tokens.length);
    if (quotes.test(text) || brackets.test(text) || closesQuotation || opensQuotation) cuts.push(index);
    hasOpened ||= isOpen(index);
  }
  if (cuts.length === 1) return { slot, start, end };
  const parts = cuts.map((from, place) => ({ slot, start: from, end: cuts[place + 1] ?? end }));
  const quoted = parts.find((part) => isOpen(part.start) && isClosed(part.end));
  if (quoted) return quoted;
  // What stands in brackets is an addition.
  const free = parts.filter((part) => !opensBracket.test(gap(part.start)));
  return (free.length > 0 ? free : parts).reduce((longest, part) =>
    part.end - part.start > longest.end - longest.start ? part : longest,
  );

  /** Whether an apostrophe after one of the tokens from here on closes a quotation. */
  function closedBy(from: number, most: number): boolean {
    for (let index = from + 1; index <= most; index++) if (closes.test(gap(index)) && !isLetter(index - 1)) return true;
    return false;
  }
}
