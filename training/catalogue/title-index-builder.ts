import { bothEntries, MAX_KINDS, titleEntry } from '../../domains/core/catalogue/title-entry.js';
import {
  type IndexedField,
  indexKey,
  requestWordKey,
  type TitleIndex,
} from '../../domains/core/catalogue/title-index.js';
import { leadingArticle, titleCore } from '../../domains/core/catalogue/title-key.js';
import { CountTable } from '../../domains/core/numeric/count-table.js';
import { tokenize } from '../../domains/core/text/tokenize.js';
import { NluError } from '../../serving/errors.js';
import type { CatalogueRow } from './catalogue.js';

/**
 * The titles and creators of some kinds of work as fingerprints, exact and loose, each with the kinds that list it, the
 * articles that it is listed with, and the best of its popularity percentiles, each taken within one kind; a work
 * without popularity is in the middle. A title with a subtitle stands under both its forms. Beside them, the words that
 * people ask with.
 * @param slotsOfKinds the slots that take the titles of each kind that is the domain's own
 * @throws NluError INVALID_ARGUMENT when the rows have more kinds than an index can hold
 */
export function buildTitleIndex(
  rows: readonly CatalogueRow[],
  slotsOfKinds: ReadonlyMap<string, readonly string[]>,
  requestWords: Iterable<string> = [],
): TitleIndex {
  const own = rows.filter(({ kind }) => slotsOfKinds.has(kind));
  const kinds = [...new Set(own.map(({ kind }) => kind))].sort();
  if (kinds.length > MAX_KINDS) {
    const problem = `${kinds.length} kinds of one domain, and an index tells ${MAX_KINDS} apart`;
    throw new NluError('INVALID_ARGUMENT', `catalogue, kind: ${problem}`);
  }
  const entries = new Map<number, number>();
  for (const [place, name] of kinds.entries()) {
    const works = own.filter(({ kind }) => kind === name);
    const put = (field: IndexedField, string: string, percentile: number) => {
      const core = titleCore(tokenize(string).map((token) => token.text));
      const entry = titleEntry(percentile, place, leadingArticle(core));
      for (const nearness of ['exact', 'loose'] as const) {
        const key = indexKey(field, core, nearness);
        if (key !== undefined) entries.set(key, bothEntries(entries.get(key) ?? 0, entry));
      }
    };
    putWorks(works, put);
  }
  for (const word of requestWords) entries.set(requestWordKey(word), 1);
  return {
    kinds: kinds.map((name) => ({ name, slots: slotsOfKinds.get(name) ?? [] })),
    entries: CountTable.fromMap(entries),
  };
}

/** Adds the titles and creators of the works of one kind. */
function putWorks(
  works: readonly CatalogueRow[],
  put: (field: IndexedField, string: string, percentile: number) => void,
): void {
  const sorted = works.map(({ popularity }) => popularity ?? 0).sort((a, b) => a - b);
  for (const { title, creators, popularity } of works) {
    const percentile = popularity === undefined ? 50 : Math.floor((99 * rankOf(sorted, popularity)) / sorted.length);
    put('title', title, percentile);
    const main = title.split(/[:(]/)[0].trim();
    if (main !== '' && main !== title) put('title', main, percentile);
    for (const creator of creators) put('creators', creator, percentile);
  }
}

/** How many of the sorted values are at most this one. */
function rankOf(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
