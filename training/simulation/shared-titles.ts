import { hashText } from '../../domains/core/numeric/hash.js';
import type { CatalogueRow } from '../catalogue/catalogue.js';
import { spoken } from '../corpus/real-carriers.js';
import { isHeldOutTitle } from '../recipes/slot-pools.js';

/** A title that is a work in at least two catalogues. */
export interface SharedTitle {
  /** Written as a recognizer of speech would. */
  readonly text: string;
  /** Kind -> percentile of the best-known such work in its catalogue, in [0, 1]; 1/2 where the source gives no popularity. */
  readonly percentiles: ReadonlyMap<string, number>;
}

/** Largest number of words of a title; a longer one nobody says. */
const LONGEST_WORDS = 8;

/**
 * Whether a title is kept for benchmarks; about half are. A function of the text alone, so that whoever
 * simulates a log and whoever measures agree without a list.
 */
export function isForBenchmark(text: string): boolean {
  return ((hashText(spoken(text)) >>> 9) & 1) === 1;
}

/**
 * The titles that stand in at least two of the kinds, in the order of their text, without those that any domain is trained
 * on, however a catalogue writes them.
 */
export function sharedTitles(rows: readonly CatalogueRow[], kinds: readonly string[]): SharedTitle[] {
  const titles = new Map<string, Map<string, number>>();
  const trainedOn = new Set<string>();
  for (const kind of kinds) {
    const own = rows.filter((row) => row.kind === kind);
    const sorted = own.flatMap(({ popularity }) => popularity ?? []).sort((one, other) => one - other);
    for (const { title, popularity } of own) {
      const text = spoken(title);
      const words = text === '' ? 0 : text.split(' ').length;
      if (words === 0 || words > LONGEST_WORDS) continue;
      if (!isHeldOutTitle(title)) trainedOn.add(text);
      const percentile = popularity === undefined ? 0.5 : shareBelow(sorted, popularity);
      const found = titles.get(text) ?? new Map<string, number>();
      found.set(kind, Math.max(found.get(kind) ?? 0, percentile));
      titles.set(text, found);
    }
  }
  return [...titles]
    .filter(([text, percentiles]) => percentiles.size >= 2 && !trainedOn.has(text))
    .map(([text, percentiles]) => ({ text, percentiles }))
    .sort((one, other) => (one.text < other.text ? -1 : 1));
}

function shareBelow(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return sorted.length === 0 ? 0.5 : low / sorted.length;
}
