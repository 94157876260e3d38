import { tokenize } from '../../../../domains/core/text/tokenize.js';
import type { CorpusRow } from '../../../corpus/corpus-row.js';
import { foldOf, groupKey } from '../../../corpus/folds.js';
import { grouped } from '../../grouped.js';
import type { LabelledPair } from '../labelled-pair.js';
import { nearestOf } from './nearest-text.js';

/** Slots that name a thing, of the corpora and of our domains. */
export const NAMES: readonly string[] = [
  ...['artist', 'album', 'track', 'playlist', 'entity_name', 'object_name', 'movie_name', 'author', 'station'],
  ...['location_name', 'restaurant_name', 'city', 'poi', 'person', 'show', 'series', 'character'],
];

/** How two requests of an intent stand to each other by what they name. */
export function relationOf(names: ReadonlySet<string>, others: ReadonlySet<string>): 'same' | 'other' | 'unknown' {
  if (names.size === 0 || others.size === 0) return 'unknown';
  const common = [...names].filter((name) => others.has(name)).length;
  return common === Math.min(names.size, others.size) ? 'same' : 'other';
}

/** What slots name, normalised. */
export function namesOf(slots: readonly { readonly name: string; readonly value: string }[]): ReadonlySet<string> {
  return new Set(slots.filter(({ name }) => NAMES.includes(name)).map(({ value }) => groupKey(value)));
}

/**
 * Pairs of a corpus whose slots are annotated. Two requests of an intent that name the same, or one all that the other
 * names, are a rephrase; a request and the one of its intent that looks most like it and names another thing are a hard
 * negative.
 * @param heard words as a recogniser heard a row; absent: as they are written
 */
export function corpusPairs(
  rows: readonly CorpusRow[],
  kind: string,
  { folds, seed }: { folds: number; seed: number },
  heard?: ReadonlyMap<string, readonly string[]>,
): LabelledPair[] {
  const byIntent = grouped(
    rows.filter(({ slots }) => slots !== undefined),
    (row) => `${foldOf(row.text, folds, seed)} ${row.domain} ${row.intent}`,
  );
  return [...byIntent.values()].flatMap((own) => {
    const words = own.map(({ text }) => tokenize(text).map((token) => token.text));
    const names = own.map(({ slots }) => namesOf(slots ?? []));
    const nearest = nearestOf(words);
    const first = (index: number) => heard?.get(own[index].id) ?? words[index];
    const fold = foldOf(own[0].text, folds, seed);
    const shared = (index: number) => ({ first: first(index), group: own[index].text, fold, weight: 1 });
    return own.flatMap(({ id }, index): LabelledPair[] => {
      const pairs: LabelledPair[] = [];
      const next = nearest(index);
      if (next !== undefined && relationOf(names[index], names[next]) === 'other')
        pairs.push({ ...shared(index), second: words[next], isRephrase: false, kind: `${kind}-next` });
      const same = names.findIndex(
        (other, place) => place > index && relationOf(names[index], other) === 'same' && differ(words, index, place),
      );
      if (same >= 0) pairs.push({ ...shared(index), second: words[same], isRephrase: true, kind: `${kind}-reworded` });
      const misheard = heard?.get(id);
      if (misheard && misheard.join(' ') !== words[index].join(' '))
        pairs.push({ ...shared(index), second: words[index], isRephrase: true, kind: `${kind}-misheard` });
      return pairs;
    });
  });
}

function differ(words: readonly (readonly string[])[], one: number, other: number): boolean {
  return words[one].join(' ') !== words[other].join(' ');
}
