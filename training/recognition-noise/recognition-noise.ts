import type { Random } from '../numeric/random.js';
import { LONGEST_SEGMENT } from './alignment.js';
import { weighted } from './draw.js';
import { type NoiseModel, rareClass } from './noise-model.js';
import { SoundAlikes } from './sound-alikes.js';

/** Words as they were heard, and where each run of what was said went. */
export interface HeardWords {
  readonly words: readonly string[];
  /** `[T + 1]` for each of the T words said, and for their end: how many words were heard before it. */
  readonly places: readonly number[];
}

interface Heard {
  readonly words: readonly string[];
  readonly weight: number;
}

interface Mistakes {
  /** How often the words were said, and how often they were mistaken for anything. */
  readonly said: number;
  readonly mistaken: number;
  readonly heard: readonly Heard[];
}

/** A word that is listed has its own share of mistakes as though it had been said so often more, with the share of rare words. */
const PRIOR_WORDS = 5;
/** What was heard for a word before is heard again, but so many times it is something else that sounds alike. */
const UNSEEN_MISTAKES = 2;
const MOST_LIKELY_MISTAKE = 0.95;

/** Mishears words as the recogniser did that a model was learned from. */
export class RecognitionNoise {
  readonly #model: NoiseModel;
  readonly #mistakes: ReadonlyMap<string, Mistakes>;
  readonly #inserted: readonly Heard[];
  readonly #alikes: SoundAlikes;
  readonly #factor: number;

  /** @param rate the share of words that are mistaken or lost, on average; the model's own were `wordErrorRate` */
  constructor(model: NoiseModel, rate = model.wordErrorRate) {
    this.#model = model;
    this.#mistakes = new Map(
      Object.entries(model.said).map(([words, [said, counts]]): [string, Mistakes] => {
        const heard = heardOf(counts);
        return [words, { said, heard, mistaken: heard.reduce((sum, { weight }) => sum + weight, 0) }];
      }),
    );
    this.#inserted = heardOf(model.insertions.words);
    this.#alikes = new SoundAlikes(model);
    this.#factor = rate / (model.wordErrorRate || 1);
  }

  /**
   * The words as they could be heard; sentences differ in how badly.
   * @param isBorder whether a word at this index begins or ends something that no mistake may run across
   */
  hear(words: readonly string[], random: Random, isBorder: (index: number) => boolean = () => false): HeardWords {
    const { sentences, wordErrorRate, insertions } = this.#model;
    const factor = (this.#factor * sentences[random.below(sentences.length)]) / (wordErrorRate || 1);
    const isMistaken = (share: number) => random.next() < Math.min(MOST_LIKELY_MISTAKE, factor * share);
    const end = words.length - this.#lostTail(words.length, random);
    const heard: string[] = [];
    const places: number[] = [];
    for (let index = 0; index < end; ) {
      const length = this.#mistakenRun(words, index, end, isBorder, isMistaken);
      const run = words.slice(index, index + Math.max(length, 1));
      for (let each = 0; each < run.length; each++) places.push(heard.length);
      heard.push(...(length === 0 ? run : this.#mishear(run, random)));
      index += run.length;
      if (this.#inserted.length > 0 && !isBorder(index) && isMistaken(insertions.perWord))
        heard.push(...weighted(this.#inserted, random).words);
    }
    while (places.length <= words.length) places.push(heard.length);
    return { words: heard, places };
  }

  /** How many words from `index` on are mistaken for something else, as one; 0: the word is heard as it is. */
  #mistakenRun(
    words: readonly string[],
    index: number,
    end: number,
    isBorder: (index: number) => boolean,
    isMistaken: (share: number) => boolean,
  ): number {
    let longest = 1;
    while (longest < LONGEST_SEGMENT && index + longest < end && !isBorder(index + longest)) longest++;
    for (let length = longest; length > 1; length--) {
      const mistakes = this.#mistakes.get(words.slice(index, index + length).join(' '));
      if (mistakes && isMistaken(mistakes.mistaken / mistakes.said)) return length;
    }
    const word = words[index];
    const rare = rareClass(this.#model.rare, word);
    const share = rare.said === 0 ? 0 : (rare.lost + rare.changed + rare.split) / rare.said;
    const { mistaken, said } = this.#mistakes.get(word) ?? { mistaken: 0, said: 0 };
    return isMistaken((mistaken + PRIOR_WORDS * share) / (said + PRIOR_WORDS)) ? 1 : 0;
  }

  #mishear(run: readonly string[], random: Random): readonly string[] {
    const [word, ...rest] = run;
    const mistakes = this.#mistakes.get(run.join(' '));
    const isSeen =
      mistakes && (rest.length > 0 || random.next() < mistakes.mistaken / (mistakes.mistaken + UNSEEN_MISTAKES));
    if (isSeen) return weighted(mistakes.heard, random).words;
    const { lost, changed, split } = rareClass(this.#model.rare, word);
    const draw = random.next() * (lost + changed + split);
    if (draw < lost) return [];
    return draw < lost + split ? this.#alikes.split(word, random) : [this.#alikes.change(word, random)];
  }

  /** How many words at the end are lost; the first word never is. */
  #lostTail(length: number, random: Random): number {
    const { sentences, lost } = this.#model.tails;
    let left = (random.next() * sentences) / (this.#factor || 1);
    for (const [index, times] of lost.entries()) {
      left -= times;
      if (left < 0) return Math.min(index + 1, length - 1);
    }
    return 0;
  }
}

function heardOf(counts: Readonly<Record<string, number>>): Heard[] {
  return Object.entries(counts).map(([words, weight]) => ({ words: words === '' ? [] : words.split(' '), weight }));
}
