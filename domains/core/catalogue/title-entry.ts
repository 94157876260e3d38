import { ARTICLES } from './title-key.js';

/**
 * An index's entry for one string, in 26 bits: 1 + popularity percentile (bits 0 to 6), the articles that it is listed
 * with (7 to 9), the kinds of work that list it (10 to 25). An entry is never 0, which stands for a string that is not
 * listed.
 */
export type TitleEntry = number;

/** The most kinds of work that an index can hold. */
export const MAX_KINDS = 16;

const ARTICLES_FROM = 7;
const KINDS_FROM = ARTICLES_FROM + ARTICLES.length;
const PERCENTILE = 2 ** ARTICLES_FROM - 1;

/**
 * A string as one kind lists it.
 * @param percentile 0..99
 * @param kind its place among the index's kinds, below MAX_KINDS
 * @param article the one in front of it; absent: none
 */
export function titleEntry(percentile: number, kind: number, article?: string): TitleEntry {
  return (1 + percentile) | articleBit(article) | (1 << (KINDS_FROM + kind));
}

/** Merges two entries of one string: the higher percentile, the articles and kinds of both. */
export function bothEntries(one: TitleEntry, other: TitleEntry): TitleEntry {
  const masks = (one | other) & ~PERCENTILE;
  return masks | Math.max(one & PERCENTILE, other & PERCENTILE);
}

/** 0..99; -1 for a string that is not listed. */
export function percentileOf(entry: TitleEntry): number {
  return (entry & PERCENTILE) - 1;
}

/** Whether a string is listed with that article in front of it by some kind. */
export function isListedWith(entry: TitleEntry, article: string): boolean {
  return (entry & articleBit(article)) !== 0;
}

/** The kinds of an index that list it, in the index's order. */
export function kindsOf<Kind>(entry: TitleEntry, kinds: readonly Kind[]): Kind[] {
  return kinds.filter((_, kind) => (entry & (1 << (KINDS_FROM + kind))) !== 0);
}

/** Whether an entry has a percentile and no kind beyond those of its index. */
export function isTitleEntry(entry: number, kinds: number): boolean {
  const percentile = percentileOf(entry);
  return percentile >= 0 && percentile < 100 && entry >>> (KINDS_FROM + kinds) === 0;
}

/** The bit of an article; 0 for none. */
function articleBit(article: string | undefined): number {
  const place = article === undefined ? -1 : ARTICLES.indexOf(article);
  return place < 0 ? 0 : 1 << (ARTICLES_FROM + place);
}
