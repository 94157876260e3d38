import { bothEntries, MAX_KINDS, titleEntry } from '../../domains/core/catalogue/title-entry.js';
import {
  type IndexedField,
  indexKey,
  requestWordKey,
  type TitleIndex,
  type WorkKind,
} from '../../domains/core/catalogue/title-index.js';
import { leadingArticle, titleCore } from '../../domains/core/catalogue/title-key.js';
import { CountTable } from '../../domains/core/numeric/count-table.js';
import { tokenize } from '../../domains/core/text/tokenize.js';
import { NluError } from '../../serving/errors.js';
import type { CatalogueRow } from './catalogue.js';

/** Slots that take the titles, creators and series of one kind of work. */
export interface KindSlots {
  readonly title: readonly string[];
  readonly creators: readonly string[];
  /** None: its series are not listed. */
  readonly series: readonly string[];
}

/** What is listed under one kind of an index, each name with its popularity percentile, 0 to 99. */
interface KindNames extends WorkKind {
  readonly titles: readonly NameRank[];
  readonly creators: readonly NameRank[];
}

interface NameRank {
  readonly name: string;
  readonly percentile: number;
}

/**
 * The titles, series and creators of some kinds of work as fingerprints, exact and loose, each with the kinds that list it,
 * the articles that it is listed with, and the best of its popularity percentiles, each taken within one kind. The series
 * of a kind are a kind of their own, named "<kind> series". A series or creator is as popular as all its works together;
 * without popularities everything is in the middle. A title with a subtitle stands under both its forms. Beside them, the
 * words that people ask with.
 * @param slotsOfKinds the slots that take the names of each kind that is the domain's own
 * @throws NluError INVALID_ARGUMENT when there are more kinds than an index can hold
 */
export function buildTitleIndex(
  rows: readonly CatalogueRow[],
  slotsOfKinds: ReadonlyMap<string, KindSlots>,
  requestWords: Iterable<string> = [],
): TitleIndex {
  const kinds = [...slotsOfKinds]
    .flatMap(([kind, slots]) =>
      kindNames(
        kind,
        slots,
        rows.filter((row) => row.kind === kind),
      ),
    )
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  if (kinds.length > MAX_KINDS) {
    const problem = `${kinds.length} kinds of one domain, and an index tells ${MAX_KINDS} apart`;
    throw new NluError('INVALID_ARGUMENT', `catalogue, kind: ${problem}`);
  }
  const entries = new Map<number, number>();
  for (const [place, { titles, creators }] of kinds.entries()) {
    const put = (field: IndexedField, { name, percentile }: NameRank) => {
      const core = titleCore(tokenize(name).map((token) => token.text));
      const entry = titleEntry(percentile, place, leadingArticle(core));
      for (const nearness of ['exact', 'loose'] as const) {
        const key = indexKey(field, core, nearness);
        if (key !== undefined) entries.set(key, bothEntries(entries.get(key) ?? 0, entry));
      }
    };
    for (const title of titles) put('title', title);
    for (const creator of creators) put('creators', creator);
  }
  for (const word of requestWords) entries.set(requestWordKey(word), 1);
  return {
    kinds: kinds.map(({ name, slots, creatorSlots }) => ({ name, slots, creatorSlots })),
    entries: CountTable.fromMap(entries),
  };
}

/** A kind of work and, where slots take them, its series; none where there is no such work. */
function kindNames(kind: string, slots: KindSlots, works: readonly CatalogueRow[]): KindNames[] {
  if (works.length === 0) return [];
  const creators = ranked(works, ({ creators }) => creators.map(mainCredit));
  const found: KindNames[] = [
    { name: kind, slots: slots.title, creatorSlots: slots.creators, titles: rankedTitles(works), creators },
  ];
  const series = slots.series.length > 0 ? ranked(works, ({ series = [] }) => series) : [];
  if (series.length > 0) {
    found.push({ name: `${kind} series`, slots: slots.series, creatorSlots: [], titles: series, creators: [] });
  }
  return found;
}

function rankedTitles(works: readonly CatalogueRow[]): NameRank[] {
  const sorted = works.map(({ popularity }) => popularity ?? 0).sort((a, b) => a - b);
  return works.flatMap(({ title, popularity }) => {
    const percentile = percentileIn(sorted, popularity);
    const main = title.split(/[:(]/)[0].trim();
    return [title, ...(main !== '' && main !== title ? [main] : [])].map((name) => ({ name, percentile }));
  });
}

/** What works share, such as their creators: every name once, with the percentile of its works' popularities in sum. */
function ranked(works: readonly CatalogueRow[], namesOf: (work: CatalogueRow) => readonly string[]): NameRank[] {
  const sums = new Map<string, number | undefined>();
  for (const work of works) {
    for (const name of new Set(namesOf(work))) {
      const sum = sums.get(name);
      sums.set(name, work.popularity === undefined ? sum : (sum ?? 0) + work.popularity);
    }
  }
  const sorted = [...sums.values()].map((sum) => sum ?? 0).sort((a, b) => a - b);
  return [...sums].map(([name, sum]) => ({ name, percentile: percentileIn(sorted, sum) }));
}

/** A creator without guests and orchestra: "Perez Prado And His Orchestra" is asked for as "perez prado". */
export function mainCredit(creator: string): string {
  const main = creator.split(
    /\s+\(?(?:featuring|feat\.?|ft\.?|duet with|with|introducing|(?:and|&) (?:his|her))\s/i,
  )[0];
  return main.trim() === '' ? creator : main.trim();
}

/** 0 to 99, in the middle for what is not known. */
function percentileIn(sorted: readonly number[], popularity: number | undefined): number {
  return popularity === undefined ? 50 : Math.floor((99 * rankOf(sorted, popularity)) / sorted.length);
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
