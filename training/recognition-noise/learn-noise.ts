import { alignSegments, LONGEST_SEGMENT, type Segment } from './alignment.js';
import { type NoiseModel, rareClass } from './noise-model.js';
import { soundDistance } from './sound-distance.js';

/** Words that were said and words that were heard, both normalised alike; neither may be empty. */
export interface SpokenPair {
  readonly said: readonly string[];
  readonly heard: readonly string[];
}

/** A rare word is said at most so often in all pairs: the words that are rare here are like those that are not here. */
const MOST_OF_RARE = 3;
/** The longest words of each class of rare words, in letters. */
const RARE_LETTERS = [3, 5, 7, 20];
/** Runs of several words, and words that the recogniser knows, are kept where they occurred this often. */
const LEAST_OF_RUN = 2;
const LEAST_HEARD = 4;
/** The most that is kept of what was heard for one run of words, and of what was heard only once for it. */
const MOST_ALTERNATIVES = 12;
const MOST_SINGLE = 2;
const MOST_INSERTIONS = 150;
const LONGEST_TAIL = 10;

type Counts = Map<string, number>;

/** Learns how words are mistaken: what is kept are counts of words and runs of up to three, never a sentence. */
export function learnNoise(pairs: readonly SpokenPair[], description: string): NoiseModel {
  const said: Counts = new Map();
  const lexicon: Counts = new Map();
  const inserted: Counts = new Map();
  const mistaken = new Map<string, Counts>();
  const lost = new Array<number>(LONGEST_TAIL).fill(0);
  const errorShares: number[] = [];
  const kept: Segment[] = [];
  let [words, errors, insertions] = [0, 0, 0];
  for (const pair of pairs) {
    countRuns(said, pair.said);
    for (const word of pair.heard) add(lexicon, word);
    const { segments, tail } = withoutTail(alignSegments(pair.said, pair.heard));
    if (tail > 0) lost[Math.min(tail, LONGEST_TAIL) - 1]++;
    let wrong = 0;
    for (const segment of segments) {
      const [from, to] = [segment.said.join(' '), segment.heard.join(' ')];
      if (from === to) continue;
      if (from === '') {
        add(inserted, to);
        insertions++;
        continue;
      }
      wrong += segment.said.length;
      kept.push(segment);
      const heard = mistaken.get(from);
      if (heard) add(heard, to);
      else mistaken.set(from, new Map([[to, 1]]));
    }
    const spoken = pair.said.length - tail;
    words += spoken;
    errors += wrong;
    errorShares.push(spoken === 0 ? 0 : wrong / spoken);
  }
  return {
    description,
    pairs: pairs.length,
    wordErrorRate: rounded(errors / words),
    sentences: tenths(errorShares),
    tails: { sentences: pairs.length, lost },
    insertions: { perWord: rounded(insertions / words), words: mostFrequent(inserted, MOST_INSERTIONS) },
    said: Object.fromEntries(
      [...mistaken].sort(byKey).flatMap(([from, heard]): [string, [number, Record<string, number>]][] => {
        const isRun = from.includes(' ');
        const often = new Map([...heard].filter(([, times]) => times >= (isRun ? LEAST_OF_RUN : 1)));
        const times = said.get(from) ?? 0;
        if (often.size === 0 || (!isRun && times <= MOST_OF_RARE)) return [];
        return [[from, [times, alternatives(often)]]];
      }),
    ),
    rare: rareWords(said, kept),
    distances: distances(kept),
    lexicon: Object.fromEntries([...lexicon].filter(([, times]) => times >= LEAST_HEARD).sort(byKey)),
  };
}

/** Segments without those at the end for which nothing was heard, and how many words these held. */
function withoutTail(segments: readonly Segment[]): { segments: readonly Segment[]; tail: number } {
  let end = segments.length;
  while (end > 0 && segments[end - 1].heard.length === 0) end--;
  return { segments: segments.slice(0, end), tail: segments.length - end };
}

function countRuns(said: Counts, words: readonly string[]): void {
  for (let length = 1; length <= LONGEST_SEGMENT; length++) {
    for (let start = 0; start + length <= words.length; start++) {
      add(said, words.slice(start, start + length).join(' '));
    }
  }
}

/** What became of rare words, by their length. */
function rareWords(said: Counts, mistaken: readonly Segment[]): NoiseModel['rare'] {
  const isRare = (word: string) => !word.includes(' ') && (said.get(word) ?? 0) <= MOST_OF_RARE;
  const classes = RARE_LETTERS.map((letters) => ({ letters, said: 0, lost: 0, changed: 0, split: 0 }));
  const classOf = (word: string) => rareClass(classes, word);
  for (const [word, times] of said) if (isRare(word)) classOf(word).said += times;
  for (const { said: words, heard } of mistaken) {
    // A rare word in a run of words was mistaken, too: the run became one word as a rule.
    for (const word of words.filter(isRare)) {
      if (heard.length === 0) classOf(word).lost++;
      else if (words.length === 1 && heard.length > 1) classOf(word).split++;
      else classOf(word).changed++;
    }
  }
  return classes;
}

function distances(mistaken: readonly Segment[]): NoiseModel['distances'] {
  const bins = { changed: new Array<number>(10).fill(0), split: new Array<number>(10).fill(0) };
  for (const { said, heard } of mistaken) {
    if (said.length !== 1 || heard.length === 0) continue;
    const bin = Math.min(9, Math.floor(10 * soundDistance(said[0], heard.join(''))));
    bins[heard.length > 1 ? 'split' : 'changed'][bin]++;
  }
  return bins;
}

/** The means of ten equal parts of the shares in increasing order. */
function tenths(shares: readonly number[]): number[] {
  const sorted = [...shares].sort((one, other) => one - other);
  return Array.from({ length: 10 }, (_, part) => {
    const from = Math.floor((part * sorted.length) / 10);
    const each = sorted.slice(from, Math.max(from + 1, Math.floor(((part + 1) * sorted.length) / 10)));
    return rounded(each.reduce((sum, share) => sum + share, 0) / each.length);
  });
}

function alternatives(heard: Counts): Record<string, number> {
  let single = 0;
  const chosen = [...heard].sort(byCount).filter(([, times]) => times > 1 || single++ < MOST_SINGLE);
  return Object.fromEntries(chosen.slice(0, MOST_ALTERNATIVES));
}

function mostFrequent(counts: Counts, most: number): Record<string, number> {
  return Object.fromEntries([...counts].sort(byCount).slice(0, most));
}

function add(counts: Counts, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function byCount([word, times]: [string, number], [otherWord, otherTimes]: [string, number]): number {
  return otherTimes - times || byKey([word], [otherWord]);
}

function byKey([one]: readonly [string, ...unknown[]], [other]: readonly [string, ...unknown[]]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function rounded(share: number): number {
  return Math.round(1e4 * share) / 1e4;
}
