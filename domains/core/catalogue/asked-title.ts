import type { ValueRange } from '../recognizer/labels.js';
import { kindsOf, percentileOf } from './title-entry.js';
import { type NameEntries, nameOf, requestWordKey, type TitleIndex } from './title-index.js';
import { ARTICLES, titleCore } from './title-key.js';

/** In words; longer titles are rarely spoken. */
const LONGEST_TITLE = 8;

/** The title or creator that an utterance asks for, as a run of its words. */
export interface AskedTitle extends ValueRange {
  /** The slots that take names of the catalogue, but not of what lists this one: a song's title is no artist's name. */
  readonly excludedSlots: readonly string[];
  /**
   * Share of the titles, or of the creators, of its kind that are no more popular, in [0, 1); the largest where several
   * kinds list it, or where it is both.
   */
  readonly popularity: number;
}

/**
 * The title or creator that an utterance asks for, by the catalogue alone: the longest span that is such a name word by
 * word and leaves only request words and articles. "Where can i find trouble" asks for "trouble", though "can i" is a song
 * too; so does "find the trouble", unless "The Trouble" is listed. "Play the soundtrack of dune" asks for none, as
 * "soundtrack" is no request word. Ties: the earlier span.
 * @returns undefined where no span is such a name
 */
export function askedTitle(titles: TitleIndex, words: readonly string[]): AskedTitle | undefined {
  // A name holds all that is no request word: from the first such word or before to the last or after.
  let first = 0;
  let last = words.length - 1;
  while (first < words.length && isAskedWith(titles, words[first])) first++;
  while (last > first && isAskedWith(titles, words[last])) last--;
  if (first === words.length) [first, last] = [words.length - 1, 0];
  for (let length = Math.min(LONGEST_TITLE, words.length); length > 0 && length > last - first; length--) {
    for (let start = Math.max(0, last + 1 - length); start <= first && start + length <= words.length; start++) {
      const name = nameOf(titles, titleCore(words, start, start + length));
      if (name === undefined) continue;
      const percentile = Math.max(percentileOf(name.title ?? 0), percentileOf(name.creator ?? 0));
      return {
        start,
        end: start + length,
        excludedSlots: excludedSlots(titles, name),
        popularity: percentile / 100,
      };
    }
  }
  return undefined;
}

/**
 * The slots that take titles or creators of some kind in the index, but neither titles of a kind that lists this one nor
 * creators of a kind that has it among its own. Other slots are not excluded: a catalogue without albums knows nothing of
 * them.
 */
function excludedSlots({ kinds }: TitleIndex, { title = 0, creator = 0 }: NameEntries): string[] {
  const own = new Set([
    ...kindsOf(title, kinds).flatMap(({ slots }) => slots),
    ...kindsOf(creator, kinds).flatMap(({ creatorSlots }) => creatorSlots),
  ]);
  const named = kinds.flatMap(({ slots, creatorSlots }) => [...slots, ...creatorSlots]);
  return [...new Set(named)].filter((slot) => !own.has(slot));
}

function isAskedWith({ entries }: TitleIndex, word: string): boolean {
  return ARTICLES.includes(word) || entries.get(requestWordKey(word)) !== 0;
}
