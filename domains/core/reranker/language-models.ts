import { hashText } from '../recognizer/hash.js';
import type { Span } from '../recognizer/labels.js';
import type { NgramModel, Sequence } from './ngram-model.js';

/**
 * The generative evidence for a hypothesis. Three n-gram models of one domain:
 * the delexicalised sentence under its intent ("play {track} by {artist}"), the characters of a value under its slot,
 * and the sequence of slot names under the intent.
 */
export interface LanguageModels {
  readonly template: NgramModel;
  readonly value: NgramModel;
  readonly slots: NgramModel;
}

export const NGRAM_ORDERS = { template: 4, value: 5, slots: 3 } as const;

const BEGIN = hashText('<s>');
const END = hashText('</s>');
const SPACE = hashText(' ');

/** The sentence with each slot's tokens replaced by the slot's name. */
export function templateSequence(intent: string, words: readonly string[], spans: readonly Span[]): Sequence {
  const symbols = [BEGIN, BEGIN];
  let next = 0;
  for (const span of spans) {
    for (; next < span.start; next++) symbols.push(hashText(words[next]!));
    symbols.push(slotSymbol(span));
    next = span.end;
  }
  for (; next < words.length; next++) symbols.push(hashText(words[next]!));
  symbols.push(END);
  return { condition: hashText(intent), symbols, from: 2 };
}

/** A value's characters, its words parted by spaces. */
export function valueSequence(words: readonly string[], span: Span): Sequence {
  const symbols = [BEGIN, SPACE];
  for (let index = span.start; index < span.end; index++) {
    for (const character of words[index]!) symbols.push(hashText(character));
    symbols.push(SPACE);
  }
  symbols.push(END);
  return { condition: hashText(span.slot), symbols, from: 2 };
}

/** The slots' names in text order. */
export function slotsSequence(intent: string, spans: readonly Span[]): Sequence {
  return { condition: hashText(intent), symbols: [BEGIN, ...spans.map(slotSymbol), END], from: 1 };
}

function slotSymbol(span: Span): number {
  return hashText(`{${span.slot}}`);
}
