import { ENTITY_FIELDS, type EntityField } from '../../entities/entity.js';
import { eachRow, type PostingIndex } from './posting-index.js';

/** The fields whose long lists are kept as bits; texts have too many of them. */
const OF_NAMES: readonly EntityField[] = ['title', 'aliases', 'creators'];
/** A list is long that more rows are in than one of so many: its bits take eight bytes a posting at most. */
const ROWS_PER_POSTING = 64;
/** Shorter lists are read as quickly as bits are asked for. */
const LEAST_POSTINGS = 256;

/** Long lists once more, as a bit for each row of the table: whether a row is in one is known without reading it. */
export interface LongLists {
  /** `[long]`: which lists, increasing. */
  readonly lists: Uint32Array;
  /** 32-bit words of one list's bits. */
  readonly words: number;
  /** `[long, words]`: bit `row % 32` of word `row / 32`. */
  readonly bits: Uint32Array;
  /** `[long + 1]`: where the rows begin that have the term of a list more than once. */
  readonly repeatedStarts: Uint32Array;
  /** Increasing within a list. */
  readonly repeatedRows: Uint32Array;
  /** How often each of these has the term. */
  readonly repeatedTimes: Uint8Array;
}

/** @param count rows of the entity table */
export function longLists(index: PostingIndex, count: number): LongLists {
  const fields = OF_NAMES.map((field) => ENTITY_FIELDS.indexOf(field));
  const least = Math.max(LEAST_POSTINGS, count / ROWS_PER_POSTING);
  const lists = Uint32Array.from(index.sizes.keys()).filter(
    (list) => index.sizes[list] > least && fields.includes(index.fields[list]),
  );
  const words = Math.ceil(count / 32);
  const bits = new Uint32Array(lists.length * words);
  const repeatedStarts = new Uint32Array(lists.length + 1);
  const [rows, times]: [number[], number[]] = [[], []];
  for (const [place, list] of lists.entries()) {
    const from = place * words;
    eachRow(index, list, (row, often) => {
      bits[from + (row >>> 5)] |= 1 << (row & 31);
      if (often > 1) {
        rows.push(row);
        times.push(often);
      }
    });
    repeatedStarts[place + 1] = rows.length;
  }
  return {
    lists,
    words,
    bits,
    repeatedStarts,
    repeatedRows: Uint32Array.from(rows),
    repeatedTimes: Uint8Array.from(times),
  };
}

/** The place of a list among the long ones; -1 for one that is not. */
export function longPlace({ lists }: LongLists, list: number): number {
  return placeIn(lists, list);
}

/** The place of a list in an increasing array; -1 where it is not there. */
export function placeIn(lists: Uint32Array, list: number): number {
  let [low, high] = [0, lists.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lists[middle] < list) low = middle + 1;
    else high = middle;
  }
  return low < lists.length && lists[low] === list ? low : -1;
}

/** How often a row has the term of a long list, by its place; 0 where it is not in it. */
export function timesIn(long: LongLists, place: number, row: number): number {
  if (((long.bits[place * long.words + (row >>> 5)] >>> (row & 31)) & 1) === 0) return 0;
  const { repeatedRows, repeatedStarts, repeatedTimes } = long;
  let [low, high] = [repeatedStarts[place], repeatedStarts[place + 1]];
  const end = high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (repeatedRows[middle] < row) low = middle + 1;
    else high = middle;
  }
  return low < end && repeatedRows[low] === row ? repeatedTimes[low] : 1;
}
