import { combine, hashText } from '../recognizer/hash.js';
import type { CountTable } from '../reranker/count-table.js';
import { titleKey } from './title-key.js';

/** A field of a catalogue that is indexed. */
export type IndexedField = 'title' | 'creators';
const FIELD: Record<IndexedField, number> = { title: 1, creators: 2 };
/** Beside the fields: words that people ask with. */
const REQUEST_WORD = 3;

/** A catalogue's titles and creators as fingerprints, each with its popularity percentile; no plain text. */
export interface TitleIndex {
  /** Key of `indexKey` -> 1 + percentile 0..99; key of `requestWordKey` -> 1. */
  readonly entries: CountTable;
}

/** How a string stands in an index. */
export interface Listing {
  /** 0 not listed, 1 like a title in sound, 2 a title. */
  readonly title: 0 | 1 | 2;
  readonly creator: 0 | 1 | 2;
  /** Share of the titles that are no more popular than the title, in [0, 1); 0 where it is not listed. */
  readonly popularity: number;
}

/** The key of a field's string; undefined for a string of no words. */
export function indexKey(
  field: IndexedField,
  words: readonly string[],
  nearness: 'exact' | 'loose',
): number | undefined {
  const key = titleKey(words, nearness);
  return key === undefined ? undefined : combine(FIELD[field], key);
}

/** The key of a word that people ask with. */
export function requestWordKey(word: string): number {
  return combine(REQUEST_WORD, hashText(word));
}

/** Share of the titles that are no more popular than the one of these very words, in [0, 1); undefined where it is no title. */
export function titlePopularity({ entries }: TitleIndex, words: readonly string[]): number | undefined {
  const key = indexKey('title', words, 'exact');
  const entry = key === undefined ? 0 : entries.get(key);
  return entry === 0 ? undefined : (entry - 1) / 100;
}

/** Looks a string's normalised words up, exactly and then loosely. */
export function listing({ entries }: TitleIndex, words: readonly string[]): Listing {
  const find = (field: IndexedField, key: number | undefined) =>
    key === undefined ? 0 : entries.get(combine(FIELD[field], key));
  const exact = titleKey(words, 'exact');
  const exactTitle = find('title', exact);
  const exactCreator = find('creators', exact);
  const loose = exactTitle && exactCreator ? undefined : titleKey(words, 'loose');
  const title = exactTitle || find('title', loose);
  return {
    title: exactTitle ? 2 : title ? 1 : 0,
    creator: exactCreator ? 2 : find('creators', loose) ? 1 : 0,
    popularity: title === 0 ? 0 : (title - 1) / 100,
  };
}

/** A listing as one symbol, with popularity in quarters. */
export function listingSymbol({ title, creator, popularity }: Listing): number {
  return combine(combine(title, creator), title === 0 ? 0 : 1 + Math.floor(popularity * 4));
}
