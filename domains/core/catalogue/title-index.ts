import type { CountTable } from '../numeric/count-table.js';
import { combine, hashText } from '../numeric/hash.js';
import { isListedWith, kindsOf, percentileOf, type TitleEntry } from './title-entry.js';
import { leadingArticle, type Nearness, type TitleCore, titleCore, titleKey } from './title-key.js';

/** A field of a catalogue that is indexed. */
export type IndexedField = 'title' | 'creators';
const FIELD: Record<IndexedField, number> = { title: 1, creators: 2 };
/** Beside the fields: request words, with which people ask for a title ("play", "find"). */
const REQUEST_WORD = 3;

/** A kind of work that a domain's catalogue lists. */
export interface WorkKind {
  readonly name: string;
  /** The slots that its titles are values of, by the domain's recipe. */
  readonly slots: readonly string[];
  /** The slots that its creators are values of. */
  readonly creatorSlots: readonly string[];
}

/**
 * A catalogue's titles and creators as fingerprints, each with its kinds of work and popularity percentile; no plain
 * text. A series is a kind of work of its own.
 */
export interface TitleIndex {
  /** The kinds of work that are indexed, each once, in the order of an entry's bits; MAX_KINDS at most. */
  readonly kinds: readonly WorkKind[];
  /** Key of `indexKey` -> its `TitleEntry`; key of `requestWordKey` -> 1. */
  readonly entries: CountTable;
}

/** A string's listing in an index. */
export interface Listing {
  /** 0: not listed; 1: sounds like a title; 2: is a title. */
  readonly title: 0 | 1 | 2;
  readonly creator: 0 | 1 | 2;
  /** The names of the kinds of work that list the title; none where it is not listed. */
  readonly kinds: readonly string[];
  /**
   * Share of the titles of its kind that are no more popular, in [0, 1), the largest where several kinds list it; 0
   * where none does.
   */
  readonly popularity: number;
}

/** The key of a field's string; undefined for a string of no words. */
export function indexKey(field: IndexedField, core: TitleCore, nearness: Nearness): number | undefined {
  const key = titleKey(core, nearness);
  return key === undefined ? undefined : combine(FIELD[field], key);
}

/** The key of a request word. */
export function requestWordKey(word: string): number {
  return combine(REQUEST_WORD, hashText(word));
}

/** A name's entries in an index; one of the two at least. */
export interface NameEntries {
  readonly title: TitleEntry | undefined;
  readonly creator: TitleEntry | undefined;
}

/**
 * The entries of the title and of the creator whose name consists of just these words; undefined where they are neither.
 * With an article in front they are a title only where it is listed with that article; without one it may be listed with
 * any. A creator is the same with or without one: "the eagles" are Eagles.
 */
export function nameOf({ entries }: TitleIndex, core: TitleCore): NameEntries | undefined {
  const key = titleKey(core, 'exact');
  if (key === undefined) return undefined;
  const creator = entries.get(combine(FIELD.creators, key)) || undefined;
  let title = entries.get(combine(FIELD.title, key)) || undefined;
  const article = leadingArticle(core);
  if (title !== undefined && article !== undefined && !isListedWith(title, article)) title = undefined;
  return title === undefined && creator === undefined ? undefined : { title, creator };
}

/** The listing of a string, by its normalised words: exactly, else loosely. */
export function listing({ kinds, entries }: TitleIndex, words: readonly string[]): Listing {
  const find = (field: IndexedField, key: number | undefined) =>
    key === undefined ? 0 : entries.get(combine(FIELD[field], key));
  const core = titleCore(words);
  const exact = titleKey(core, 'exact');
  const exactTitle = find('title', exact);
  const exactCreator = find('creators', exact);
  const loose = exactTitle && exactCreator ? undefined : titleKey(core, 'loose');
  const title = exactTitle || find('title', loose);
  return {
    title: exactTitle ? 2 : title ? 1 : 0,
    creator: exactCreator ? 2 : find('creators', loose) ? 1 : 0,
    kinds: title === 0 ? [] : kindsOf(title, kinds).map(({ name }) => name),
    popularity: title === 0 ? 0 : percentileOf(title) / 100,
  };
}

/**
 * A listing as one symbol, with popularity in quarters. Kinds enter by their names: the same whatever their order in an
 * index.
 */
export function listingSymbol({ title, creator, kinds, popularity }: Listing): number {
  const kind = kinds.reduce((sum, name) => (sum + hashText(name)) | 0, 0);
  const quarter = title === 0 ? 0 : 1 + Math.floor(popularity * 4);
  return combine(combine(combine(title, creator), quarter), kind);
}
