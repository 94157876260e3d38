import type { CorpusRow } from '../corpus/corpus-row.js';
import { AMBIGUOUS, GENERATED, OTHER } from '../corpus/corpus-row.js';
import { carrierUse, realCarriers, spoken } from '../corpus/real-carriers.js';
import { expansions, parseCarrier } from './carrier-grammar.js';
import type { Recipe } from './recipe.js';

/** A word is a request word when it stands outside of slots this often, and at least as often as inside. */
const LEAST_COUNT = 3;
/** Ways to say a carrier that are counted. */
const MOST_WAYS = 32;

/**
 * Request words, with which people ask for a title: the words outside of slots in the domains' own annotated rows, in
 * recipes, and in the untyped carriers that are left to training. Words that are more often part of a slot ("book",
 * "song") are none; rows of no domain are not counted, as they would make some of them request words ("book a table").
 */
export function requestWords(rows: readonly CorpusRow[], recipes: readonly Recipe[]): Set<string> {
  const outside = new Map<string, number>();
  const inside = new Map<string, number>();
  const count = (counts: Map<string, number>, text: string, times = 1) => {
    for (const word of spoken(text).split(' ')) if (word !== '') counts.set(word, (counts.get(word) ?? 0) + times);
  };
  for (const { text, slots, domain, source } of rows) {
    if (!slots || slots.length === 0 || domain === AMBIGUOUS || domain === OTHER || source === GENERATED) continue;
    const characters = Array.from(text);
    let next = 0;
    for (const { start, end } of [...slots].sort((one, other) => one.start - other.start)) {
      count(outside, characters.slice(next, start).join(''));
      count(inside, characters.slice(start, end).join(''));
      next = end;
    }
    count(outside, characters.slice(next).join(''));
  }
  // They are few, and every word of theirs is a request word.
  for (const carrier of realCarriers(rows)) {
    if (carrierUse(carrier) === 'training')
      count(outside, `${carrier.before} ${carrier.after}`, LEAST_COUNT * carrier.rows);
  }
  for (const { carriers } of recipes) {
    for (const { text } of carriers) {
      for (const parts of expansions(parseCarrier(text), MOST_WAYS)) {
        count(outside, parts.filter((_, place) => place % 2 === 0).join(' '));
      }
    }
  }
  return new Set(
    [...outside]
      .flatMap(([word, times]) => (times >= LEAST_COUNT && times >= (inside.get(word) ?? 0) ? [word] : []))
      .sort(),
  );
}
