import type { SoundCosts } from '../../../domains/core/resolution/strategies/phonetic/sound-costs.js';
import { SoundLikelihood } from '../../../domains/core/resolution/strategies/phonetic/sound-likelihood.js';
import { MOST_UNITS, soundUnits } from '../../../domains/core/resolution/strategies/phonetic/sound-units.js';
import { numberOf } from '../../../serving/numeric/number-words.js';
import { soundDistance } from '../../recognition-noise/sound-distance.js';
import type { TurnAnswer } from '../turn.js';
import { type NameModel, nameProbabilities } from './naming/name-model.js';
import { distanceWithin, likeliestMissing, namedWords, sharedWeight } from './naming/name-overlap.js';
import { editDistance, trigramOverlap } from './text-distance.js';
import { type WordWeights, wordWeight } from './word-weights.js';

/** Two requests, one after the other. */
export interface RequestPair {
  /** Words of the first and the second, as `tokenize` gives them. */
  readonly first: readonly string[];
  readonly second: readonly string[];
  /** From one to the other, in milliseconds; absent where it is not known. */
  readonly gapMs?: number | undefined;
  /** What both were understood as; absent where it is not known. */
  readonly answers?: readonly [TurnAnswer | undefined, TurnAnswer | undefined] | undefined;
}

/** What trees ask of a pair, in this order; what is not known is NaN. */
export const PAIR_FEATURES = [
  'editDistance',
  'trigramOverlap',
  'wordOverlap',
  'firstKept',
  'secondKept',
  'rarestDropped',
  'rarestAdded',
  'soundDistance',
  'soundRatio',
  'changedSoundDistance',
  'changedSoundRatio',
  'changedLengths',
  'firstWords',
  'secondWords',
  'dropped',
  'added',
  'frame',
  'frameWeight',
  'longestRun',
  'numbersDiffer',
  'corrects',
  'identical',
  'rarestKept',
  'gapSeconds',
  'sameDomain',
  'sameIntent',
  'sameSlots',
  'firstNamesKept',
  'secondNamesKept',
  'namesKept',
  'namesSoundDistance',
  'namesSoundRatio',
  'firstNamesWithin',
  'secondNamesWithin',
  'firstNames',
  'secondNames',
  'likeliestNameDropped',
  'likeliestNameAdded',
  'nameOverlap',
] as const;

type NameFeature =
  | 'firstNamesKept'
  | 'secondNamesKept'
  | 'namesKept'
  | 'namesSoundDistance'
  | 'namesSoundRatio'
  | 'firstNamesWithin'
  | 'secondNamesWithin'
  | 'firstNames'
  | 'secondNames'
  | 'likeliestNameDropped'
  | 'likeliestNameAdded'
  | 'nameOverlap';

/** Words with which people say that they were not understood, at the beginning of the second request. */
const CORRECTIONS: readonly string[] = [
  'no',
  'not',
  'nope',
  'i said',
  'i meant',
  'i mean',
  "that's not",
  'that s not',
  'wrong',
];
/** The most words of a request that are looked at. */
const MOST_WORDS = 40;

/** Computes the features of pairs. One is made per word weights and costs, and used for many pairs. */
export class PairFeatures {
  readonly #weights: WordWeights;
  readonly #names: NameModel;
  readonly #sounds: SoundLikelihood;
  readonly #units: readonly [Uint8Array, Uint8Array] = [new Uint8Array(MOST_UNITS), new Uint8Array(MOST_UNITS)];

  constructor(weights: WordWeights, names: NameModel, costs: SoundCosts) {
    this.#weights = weights;
    this.#names = names;
    this.#sounds = new SoundLikelihood(costs);
  }

  /** `[PAIR_FEATURES]`. Either request may have no words. */
  of({ first: allFirst, second: allSecond, gapMs, answers }: RequestPair): Float64Array {
    const [first, second] = [allFirst.slice(0, MOST_WORDS), allSecond.slice(0, MOST_WORDS)];
    const [one, other] = [first.join(' '), second.join(' ')];
    const weigh = (word: string) => wordWeight(this.#weights, word);
    const [dropped, added] = [without(first, second), without(second, first)];
    const kept = without(first, dropped);
    const sum = (words: readonly string[]) => words.reduce((total, word) => total + weigh(word), 0);
    const rarest = (words: readonly string[]) => words.reduce((most, word) => Math.max(most, weigh(word)), 0);
    const [firstWeight, secondWeight, keptWeight] = [sum(first), sum(second), sum(kept)];
    // Common words that came or went say little of what was meant: the others are compared by sound.
    const [changed, into] = [telling(dropped, weigh), telling(added, weigh)];
    const frame = frameOf(first, second);
    const [numbers, otherNumbers] = [dropped.filter(isNumber), added.filter(isNumber)];
    const values: Record<(typeof PAIR_FEATURES)[number], number> = {
      editDistance: editDistance(one, other),
      trigramOverlap: trigramOverlap(one, other),
      wordOverlap: (2 * keptWeight) / (firstWeight + secondWeight),
      firstKept: keptWeight / firstWeight,
      secondKept: keptWeight / secondWeight,
      rarestDropped: rarest(dropped),
      rarestAdded: rarest(added),
      soundDistance: soundDistance(first.join(''), second.join('')),
      soundRatio: this.#ratio(first, second),
      changedSoundDistance: distanceOf(changed, into),
      changedSoundRatio: changed.length > 0 && into.length > 0 ? this.#ratio(changed, into) : Number.NaN,
      changedLengths: changed.length > 0 && into.length > 0 ? lettersRatio(changed, into) : Number.NaN,
      firstWords: first.length,
      secondWords: second.length,
      dropped: dropped.length,
      added: added.length,
      frame: frame.length / Math.max(1, Math.min(first.length, second.length)),
      frameWeight: sum(frame),
      longestRun: longestRun(first, second, weigh),
      numbersDiffer: numbers.length > 0 && otherNumbers.length > 0 ? 1 : 0,
      corrects: CORRECTIONS.some((words) => other === words || other.startsWith(`${words} `)) ? 1 : 0,
      identical: one === other ? 1 : 0,
      rarestKept: rarest(kept),
      gapSeconds: gapMs === undefined ? Number.NaN : gapMs / 1000,
      ...overlapOf(answers),
      ...this.#ofNames(first, second),
    };
    return Float64Array.from(PAIR_FEATURES, (name) => values[name]);
  }

  /** What names the one and the other, by the words around, and how much of it the two have in common. */
  #ofNames(first: readonly string[], second: readonly string[]): Record<NameFeature, number> {
    const [ones, others] = [first, second].map((words) => nameProbabilities(this.#names, words));
    const [named, otherNamed] = [namedWords(first, ones), namedWords(second, others)];
    const [kept, otherKept] = [sharedWeight(first, ones, second), sharedWeight(second, others, first)];
    const both = named.length > 0 && otherNamed.length > 0;
    const [dropped, added] = [likeliestMissing(first, ones, second), likeliestMissing(second, others, first)];
    return {
      firstNamesKept: kept,
      secondNamesKept: otherKept,
      namesKept: Math.max(kept, otherKept),
      namesSoundDistance: both ? soundDistance(named.join(''), otherNamed.join('')) : Number.NaN,
      namesSoundRatio: both ? this.#ratio(named, otherNamed) : Number.NaN,
      // The words around may hide a name in the one request and show it in the other.
      firstNamesWithin: named.length > 0 ? distanceWithin(named.join(''), second.join('')) : Number.NaN,
      secondNamesWithin: otherNamed.length > 0 ? distanceWithin(otherNamed.join(''), first.join('')) : Number.NaN,
      firstNames: named.length,
      secondNames: otherNamed.length,
      likeliestNameDropped: dropped,
      likeliestNameAdded: added,
      nameOverlap: Math.min(dropped, added),
    };
  }

  /**
   * How much likelier the one is as what was heard of the other than as anything at all, in nats a unit of it; of both
   * directions the better one, since either may be the one that was misheard. NaN without units.
   */
  #ratio(first: readonly string[], second: readonly string[]): number {
    const [units, otherUnits] = this.#units;
    const [length, otherLength] = [soundUnits(first, units), soundUnits(second, otherUnits)];
    if (length === 0 || otherLength === 0) return Number.NaN;
    const gain = (heard: Uint8Array, heardLength: number, said: Uint8Array, saidLength: number) => {
      this.#sounds.begin(heard, heardLength);
      const { background } = this.#sounds;
      const cost = this.#sounds.cost(said, 0, saidLength, DEAREST);
      return (background - cost) / heardLength / NAT;
    };
    return Math.max(gain(otherUnits, otherLength, units, length), gain(units, length, otherUnits, otherLength));
  }
}

/** Sixteenths of a nat, as costs are counted. */
const NAT = 16;
const DEAREST = 0x3fffffff;
/** Words of less weight tell nothing of what is meant ("the", "play", "song"). */
export const TELLING = 0.3;

/** The words of one list that another does not have, each as often as it has it more often. */
function without(words: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  return words.filter((word) => {
    const count = left.get(word) ?? 0;
    if (count > 0) left.set(word, count - 1);
    return count === 0;
  });
}

function telling(words: readonly string[], weigh: (word: string) => number): readonly string[] {
  return words.filter((word) => weigh(word) >= TELLING);
}

function distanceOf(changed: readonly string[], into: readonly string[]): number {
  if (changed.length === 0 || into.length === 0) return Number.NaN;
  return soundDistance(changed.join(''), into.join(''));
}

function lettersRatio(one: readonly string[], other: readonly string[]): number {
  const [length, otherLength] = [one.join('').length, other.join('').length];
  return Math.min(length, otherLength) / Math.max(length, otherLength);
}

/** The words that both begin with, and those that both end with: what stands around an exchanged value. */
function frameOf(first: readonly string[], second: readonly string[]): readonly string[] {
  const shorter = Math.min(first.length, second.length);
  let before = 0;
  while (before < shorter && first[before] === second[before]) before++;
  let after = 0;
  while (after < shorter - before && first.at(-1 - after) === second.at(-1 - after)) after++;
  return [...first.slice(0, before), ...first.slice(first.length - after)];
}

/** The largest weight of a run of words that both have, over the smaller one of their telling weights. */
function longestRun(first: readonly string[], second: readonly string[], weigh: (word: string) => number): number {
  const tellingWeight = (words: readonly string[]) => telling(words, weigh).reduce((sum, word) => sum + weigh(word), 0);
  const smaller = Math.min(tellingWeight(first), tellingWeight(second));
  if (smaller === 0) return Number.NaN;
  let best = 0;
  let before = new Float64Array(second.length + 1);
  for (const word of first) {
    const row = new Float64Array(second.length + 1);
    const weight = weigh(word) >= TELLING ? weigh(word) : 0;
    for (const [place, other] of second.entries()) {
      if (word !== other) continue;
      row[place + 1] = before[place] + weight;
      best = Math.max(best, row[place + 1]);
    }
    before = row;
  }
  return best / smaller;
}

function isNumber(word: string): boolean {
  return /\d/u.test(word) || numberOf(word) !== undefined;
}

function overlapOf(answers: RequestPair['answers']): Record<'sameDomain' | 'sameIntent' | 'sameSlots', number> {
  const [first, second] = answers ?? [];
  if (!first || !second) return { sameDomain: Number.NaN, sameIntent: Number.NaN, sameSlots: Number.NaN };
  const [keys, others] = [first, second].map(({ slots }) => new Set(slots.map(({ key }) => key)));
  const common = [...keys].filter((key) => others.has(key)).length;
  const all = keys.size + others.size - common;
  return {
    sameDomain: first.domain === second.domain ? 1 : 0,
    sameIntent: first.domain === second.domain && first.intent === second.intent ? 1 : 0,
    sameSlots: all === 0 ? Number.NaN : common / all,
  };
}
