import type { ValueRange } from '../recognizer/labels.js';
import { kindsOf, percentileOf, type TitleEntry } from './title-entry.js';
import { requestWordKey, type TitleIndex, titleOf } from './title-index.js';
import { ARTICLES, titleCore } from './title-key.js';

/** In words; longer titles are rarely spoken. */
const LONGEST_TITLE = 8;

/** The title that an utterance asks for, as a run of its words. */
export interface AskedTitle extends ValueRange {
  /** The slots that take titles of the catalogue, but of other kinds than its own. */
  readonly excludedSlots: readonly string[];
  /** Share of the titles of its kind that are no more popular, in [0, 1); the largest where several kinds list it. */
  readonly popularity: number;
}

/**
 * The title that an utterance asks for, by the catalogue alone: the longest span that is a title word by word and
 * leaves only request words and articles. "Where can i find trouble" asks for "trouble", though "can i" is a song too;
 * so does "find the trouble", unless "The Trouble" is listed. "Play the soundtrack of dune" asks for none, as
 * "soundtrack" is no request word. Ties: the earlier span.
 * @returns undefined where no span is such a title
 */
export function askedTitle(titles: TitleIndex, words: readonly string[]): AskedTitle | undefined {
  // A title holds all that is no request word: from the first such word or before to the last or after.
  let first = 0;
  let last = words.length - 1;
  while (first < words.length && isAskedWith(titles, words[first])) first++;
  while (last > first && isAskedWith(titles, words[last])) last--;
  if (first === words.length) [first, last] = [words.length - 1, 0];
  for (let length = Math.min(LONGEST_TITLE, words.length); length > 0 && length > last - first; length--) {
    for (let start = Math.max(0, last + 1 - length); start <= first && start + length <= words.length; start++) {
      const title = titleOf(titles, titleCore(words, start, start + length));
      if (title === undefined) continue;
      const popularity = percentileOf(title) / 100;
      return { start, end: start + length, excludedSlots: excludedSlots(titles, title), popularity };
    }
  }
  return undefined;
}

/**
 * The slots that take titles of some kind in the index, but of no kind that lists this title. Other slots are not
 * excluded: a catalogue without albums knows nothing of them, and a title may be an artist's name, too.
 */
function excludedSlots({ kinds }: TitleIndex, title: TitleEntry): string[] {
  const own = new Set(kindsOf(title, kinds).flatMap(({ slots }) => slots));
  return [...new Set(kinds.flatMap(({ slots }) => slots))].filter((slot) => !own.has(slot));
}

function isAskedWith({ entries }: TitleIndex, word: string): boolean {
  return ARTICLES.includes(word) || entries.get(requestWordKey(word)) !== 0;
}
