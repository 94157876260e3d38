import type { CorpusRow } from '../corpus/corpus-row.js';
import { AMBIGUOUS, OTHER } from '../corpus/corpus-row.js';
import { carrierUse, realCarriers, spoken } from '../corpus/real-carriers.js';
import { GENERATED } from './generated-corpus.js';
import { carrierParts, type Recipe } from './recipe.js';

/** A word is taken from a corpus when it stands outside of slots so often, and at least as often as inside. */
const leastCount = 3;

/**
 * The words that people ask with: those that stand outside of slots in the domains' own annotated rows, in recipes, and in the
 * untyped carriers that are left to training. Words that are oftener part of a slot ("book", "song") are none; rows that are no
 * domain's would make them some ("book a table").
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
  // Few, and all of it is what people ask with.
  for (const carrier of realCarriers(rows)) {
    if (carrierUse(carrier) === 'training')
      count(outside, `${carrier.before} ${carrier.after}`, leastCount * carrier.rows);
  }
  for (const { carriers } of recipes) {
    for (const { text } of carriers) {
      const words = carrierParts(text).filter((_, place) => place % 2 === 0);
      count(outside, words.join(' '));
    }
  }
  return new Set(
    [...outside]
      .flatMap(([word, times]) => (times >= leastCount && times >= (inside.get(word) ?? 0) ? [word] : []))
      .sort(),
  );
}
