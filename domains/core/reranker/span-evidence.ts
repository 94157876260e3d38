import { nameSymbol } from '../catalogue/name-model.js';
import { type Listing, listing } from '../catalogue/title-index.js';
import {
  type LanguageModels,
  listingSequence,
  nameKindSequence,
  valueSequence,
  wordsSequence,
} from '../language-models/language-models.js';
import { logProbability } from '../language-models/ngram-model.js';
import { SymbolBuffer } from '../language-models/symbol-buffer.js';
import type { Span } from '../recognizer/labels.js';

/** The listing of a string that no catalogue lists. */
export const NOT_LISTED: Listing = { title: 0, creator: 0, kinds: [], popularity: 0 };

/** Natural logs of the probabilities of one span's value under its slot. */
export interface SpanEvidence {
  readonly span: Span;
  readonly characters: number;
  readonly words: number;
  /** For the kind of name that the value looks like; 0 without a catalogue. */
  readonly nameKind: number;
  /** For the value's listing in the domain's catalogue; 0 without one. */
  readonly catalogueListing: number;
  /** That listing; NOT_LISTED without a catalogue. */
  readonly listing: Listing;
}

/** A run of words in the catalogue, whatever slot it fills, and the evidence found for each slot so far. */
interface PlaceEvidence {
  readonly listing: Listing;
  readonly nameKind: number;
  readonly bySlot: SpanEvidence[];
}

/** Spans are scored one at a time, so that one buffer is enough. */
const symbols = new SymbolBuffer();

/**
 * The evidence for the spans of one utterance. Its hypotheses share most of them, and each is scored once.
 * @param sentence `wordSymbols` of the words
 */
export class UtteranceSpans {
  readonly #models: LanguageModels;
  readonly #words: readonly string[];
  readonly #sentence: readonly number[];
  readonly #places = new Map<number, PlaceEvidence>();

  constructor(models: LanguageModels, words: readonly string[], sentence: readonly number[]) {
    this.#models = models;
    this.#words = words;
    this.#sentence = sentence;
  }

  evidence(span: Span): SpanEvidence {
    const place = this.#place(span);
    for (const known of place.bySlot) if (known.span.slot === span.slot) return known;
    const { value, words, nameKind, catalogueListing, catalogue } = this.#models;
    const found = {
      span,
      characters: logProbability(value, valueSequence(this.#words, span, symbols)),
      words: logProbability(words, wordsSequence(this.#sentence, span, symbols)),
      nameKind: catalogue.names ? logProbability(nameKind, nameKindSequence(place.nameKind, span, symbols)) : 0,
      catalogueListing: catalogue.titles
        ? logProbability(catalogueListing, listingSequence(place.listing, span, symbols))
        : 0,
      listing: place.listing,
    };
    place.bySlot.push(found);
    return found;
  }

  #place({ start, end }: Span): PlaceEvidence {
    const key = start * 2 ** 20 + end;
    const known = this.#places.get(key);
    if (known) return known;
    const { names, titles } = this.#models.catalogue;
    const value = this.#words.slice(start, end);
    const place = {
      listing: titles ? listing(titles, value) : NOT_LISTED,
      nameKind: names ? nameSymbol(names, value) : 0,
      bySlot: [],
    };
    this.#places.set(key, place);
    return place;
  }
}
