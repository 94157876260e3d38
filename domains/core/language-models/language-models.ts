import type { CatalogueKnowledge } from '../catalogue/parts.js';
import { type Listing, listingSymbol } from '../catalogue/title-index.js';
import { addText, addUnit, finish, hashText, TEXT_BASIS } from '../numeric/hash.js';
import type { Span } from '../recognizer/labels.js';
import { LONGEST_REMEMBERED, NgramMemo } from './ngram-memo.js';
import type { NgramModel, Sequence } from './ngram-model.js';
import { SymbolBuffer } from './symbol-buffer.js';

/**
 * The generative evidence for a hypothesis. N-gram models of one domain: the delexicalised sentence under its intent
 * ("play {track} by {artist}"), a value's characters, its words and what kind of name it looks like under its slot, and the
 * sequence of slot names under the intent.
 */
export interface LanguageModels {
  readonly template: NgramModel;
  readonly value: NgramModel;
  readonly words: NgramModel;
  readonly kinds: NgramModel;
  readonly slots: NgramModel;
  /** How a value stands in the domain's catalogue, under its slot. */
  readonly listed: NgramModel;
  /** What `kinds` and `listed` read. */
  readonly catalogue: CatalogueKnowledge;
}

export const NGRAM_ORDERS = { template: 4, value: 5, words: 2, kinds: 1, slots: 3, listed: 1 } as const;

/** The longest n-gram of each model; a bundle says its own. */
export type NgramOrders = Readonly<Record<keyof typeof NGRAM_ORDERS, number>>;

/** How many n-grams are remembered, by model: 1.4 MB in all. The others ask for one symbol a sequence. */
const REMEMBERED = { template: 16_384, value: 16_384, words: 8_192, slots: 1_024 } as const;

/** The same models with a memory, for a process that answers one utterance after the other. */
export function remembering(models: LanguageModels): LanguageModels {
  const withMemo = (name: keyof typeof REMEMBERED): NgramModel => {
    const model = models[name];
    if (model.order > LONGEST_REMEMBERED) return model;
    return { ...model, memo: new NgramMemo(model.order, REMEMBERED[name]) };
  };
  return {
    ...models,
    template: withMemo('template'),
    value: withMemo('value'),
    words: withMemo('words'),
    slots: withMemo('slots'),
  };
}

const BEGIN = hashText('<s>');
const END = hashText('</s>');
const SPACE = hashText(' ');
const OPENING = '{'.charCodeAt(0);
const CLOSING = '}'.charCodeAt(0);

/** What words are in a sequence: taken once for all that is asked of an utterance. */
export function wordSymbols(words: readonly string[]): number[] {
  return words.map((word) => hashText(word));
}

/**
 * The sentence, by `wordSymbols`, with each slot's tokens replaced by the slot's name. As all sequences here, it is written into
 * `symbols`, and is good until something else is.
 */
export function templateSequence(
  intent: string,
  sentence: readonly number[],
  spans: readonly Span[],
  symbols = new SymbolBuffer(),
): Sequence {
  begin(symbols, 2);
  let next = 0;
  for (const span of spans) {
    for (; next < span.start; next++) symbols.push(sentence[next]!);
    symbols.push(slotSymbol(span));
    next = span.end;
  }
  for (; next < sentence.length; next++) symbols.push(sentence[next]!);
  symbols.push(END);
  return sequence(intent, symbols, 2);
}

/** A value's characters, its words parted by spaces. */
export function valueSequence(words: readonly string[], span: Span, symbols = new SymbolBuffer()): Sequence {
  begin(symbols, 1);
  symbols.push(SPACE);
  for (let index = span.start; index < span.end; index++) {
    pushCharacters(words[index]!, symbols);
    symbols.push(SPACE);
  }
  symbols.push(END);
  return sequence(span.slot, symbols, 2);
}

/** A value's words, of a sentence by `wordSymbols`. */
export function wordsSequence(sentence: readonly number[], span: Span, symbols = new SymbolBuffer()): Sequence {
  begin(symbols, 1);
  for (let index = span.start; index < span.end; index++) symbols.push(sentence[index]!);
  symbols.push(END);
  return sequence(span.slot, symbols, 1);
}

/** What kind of name a value looks like, as `nameSymbol` says. */
export function kindSequence(kind: number, span: Span, symbols = new SymbolBuffer()): Sequence {
  begin(symbols, 0);
  symbols.push(kind);
  return sequence(span.slot, symbols, 0);
}

/** How a value stands in a catalogue, as one symbol. */
export function listedSequence(found: Listing, span: Span, symbols = new SymbolBuffer()): Sequence {
  begin(symbols, 0);
  symbols.push(listingSymbol(found));
  return sequence(span.slot, symbols, 0);
}

/** The slots' names in text order. */
export function slotsSequence(intent: string, spans: readonly Span[], symbols = new SymbolBuffer()): Sequence {
  begin(symbols, 1);
  for (const span of spans) symbols.push(slotSymbol(span));
  symbols.push(END);
  return sequence(intent, symbols, 1);
}

function begin(symbols: SymbolBuffer, beginnings: number): void {
  symbols.begin();
  for (let written = 0; written < beginnings; written++) symbols.push(BEGIN);
}

function sequence(condition: string, { values, length }: SymbolBuffer, from: number): Sequence {
  return { condition: hashText(condition), symbols: values, from, to: length };
}

function pushCharacters(word: string, symbols: SymbolBuffer): void {
  let place = 0;
  while (place < word.length) {
    const end = place + (word.codePointAt(place)! > 0xffff ? 2 : 1);
    symbols.push(hashText(word, place, end));
    place = end;
  }
}

/** The fingerprint of `{slot}`. */
function slotSymbol({ slot }: Span): number {
  return finish(addUnit(addText(addUnit(TEXT_BASIS, OPENING), slot), CLOSING));
}
