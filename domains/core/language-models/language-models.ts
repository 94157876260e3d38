import type { CatalogueKnowledge } from '../catalogue/parts.js';
import { type Listing, listingSymbol } from '../catalogue/title-index.js';
import { addText, addUnit, finish, hashText, TEXT_BASIS } from '../numeric/hash.js';
import type { Span } from '../recognizer/labels.js';
import { LONGEST_REMEMBERED, NgramMemo } from './ngram-memo.js';
import type { NgramModel, Sequence } from './ngram-model.js';
import { SymbolBuffer } from './symbol-buffer.js';

/** The generative evidence for a hypothesis: n-gram models of one domain. */
export interface LanguageModels {
  /** The sentence with its slots' names in place of their values, under its intent: "play {track} by {artist}". */
  readonly template: NgramModel;
  /** A value's characters, under its slot. */
  readonly value: NgramModel;
  /** A value's words, under its slot. */
  readonly words: NgramModel;
  /** The kind of name that a value looks like, under its slot: see catalogue/name-model.ts. */
  readonly nameKind: NgramModel;
  /** The sequence of slot names, under the intent. */
  readonly slots: NgramModel;
  /** A value's listing in the domain's catalogue, under its slot: see catalogue/title-index.ts. */
  readonly catalogueListing: NgramModel;
  /** The catalogue that `nameKind` and `catalogueListing` are about. */
  readonly catalogue: CatalogueKnowledge;
}

/** The longest n-gram of each model, unless a trainer is told otherwise. */
export const NGRAM_ORDERS = { template: 4, value: 5, words: 2, nameKind: 1, slots: 3, catalogueListing: 1 } as const;

/** The longest n-gram of each model; a bundle's models hold their own. */
export type NgramOrders = Readonly<Record<keyof typeof NGRAM_ORDERS, number>>;

/** How many n-grams are remembered, by model: 1.4 MB in all. The other models score one symbol per sequence. */
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

/** The symbols of words; made once for all sequences of an utterance. */
export function wordSymbols(words: readonly string[]): number[] {
  return words.map((word) => hashText(word));
}

/**
 * The sentence with each slot's tokens replaced by the slot's name. Like every sequence here it is written into
 * `symbols`, and is valid until another one is.
 * @param sentence `wordSymbols` of the words
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
    for (; next < span.start; next++) symbols.push(sentence[next]);
    symbols.push(slotSymbol(span));
    next = span.end;
  }
  for (; next < sentence.length; next++) symbols.push(sentence[next]);
  symbols.push(END);
  return sequence(intent, symbols, 2);
}

/** A value's characters, its words parted by spaces. */
export function valueSequence(words: readonly string[], span: Span, symbols = new SymbolBuffer()): Sequence {
  begin(symbols, 1);
  symbols.push(SPACE);
  for (let index = span.start; index < span.end; index++) {
    pushCharacters(words[index], symbols);
    symbols.push(SPACE);
  }
  symbols.push(END);
  return sequence(span.slot, symbols, 2);
}

/**
 * A value's words.
 * @param sentence `wordSymbols` of all words
 */
export function wordsSequence(sentence: readonly number[], span: Span, symbols = new SymbolBuffer()): Sequence {
  begin(symbols, 1);
  for (let index = span.start; index < span.end; index++) symbols.push(sentence[index]);
  symbols.push(END);
  return sequence(span.slot, symbols, 1);
}

/** The kind of name that a value looks like: its `nameSymbol`. */
export function nameKindSequence(kind: number, span: Span, symbols = new SymbolBuffer()): Sequence {
  begin(symbols, 0);
  symbols.push(kind);
  return sequence(span.slot, symbols, 0);
}

/** A value's listing in a catalogue, as one symbol. */
export function listingSequence(found: Listing, span: Span, symbols = new SymbolBuffer()): Sequence {
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
    // `place` is within the word.
    const end = place + (word.codePointAt(place)! > 0xffff ? 2 : 1);
    symbols.push(hashText(word, place, end));
    place = end;
  }
}

/** The fingerprint of `{slot}`. */
function slotSymbol({ slot }: Span): number {
  return finish(addUnit(addText(addUnit(TEXT_BASIS, OPENING), slot), CLOSING));
}
