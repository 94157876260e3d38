import type { AskedReading } from './asked.js';
import { MOST_ANSWER_WORDS, singular, standsAt, wordsOf } from './words.js';

/** Words that stand for readings: how well they name each of them, in [0, 1], by its place in the question. */
export type Naming = readonly number[];

/** A phrase of an answer that names readings, or media of a domain that none of them is of: then nothing but zeros. */
export interface Reference {
  readonly naming: Naming;
  /** Number of its words. */
  readonly length: number;
  /** Whether it is some words of a longer value, and no more. */
  readonly isPart: boolean;
}

/** Slot names say nothing by these parts: an `object_name` is no "name" to a user. */
const NO_NAMES = new Set(['object', 'name', 'type', 'item', 'entity', 'value', 'unit', 'best', 'owner', 'movie']);

/** How well words name a reading: a whole value, a slot's name, a word for its domain's media, some words of a value. */
const WHOLE = 1;
const MEDIUM = 0.6;
const PART = 0.3;

/** The words by which the readings of a question can be named. */
export class References {
  readonly #count: number;
  /** The words of each reading's title and slot values. */
  readonly #values: readonly (readonly (readonly string[])[])[];
  /** Words of the longest of them: no longer phrase names any. */
  readonly #longest: number;
  /** Phrases for media, singular, with how well each names every reading. */
  readonly #media: readonly { readonly words: readonly string[]; readonly naming: Naming }[];

  /** @param media by domain, words that people use for what it serves */
  constructor(readings: readonly AskedReading[], media: ReadonlyMap<string, readonly string[]>) {
    this.#count = readings.length;
    this.#values = readings.map(({ title, slots }) => {
      const values = [title, ...slots.map(({ value }) => value)];
      return values.map((value) => wordsOf(value).slice(0, MOST_ANSWER_WORDS)).filter((words) => words.length > 0);
    });
    this.#longest = this.#values.flat().reduce((most, words) => Math.max(most, words.length), 0);
    const phrases = new Map<string, number[]>();
    const add = (phrase: string, domain: string, place: number | undefined, weight: number) => {
      const words = wordsOf(phrase).map(singular);
      if (words.length === 0) return;
      const key = words.join(' ');
      const naming = phrases.get(key) ?? readings.map(() => 0);
      for (const [index, reading] of readings.entries()) {
        if (place === undefined ? reading.domain === domain : index === place) {
          naming[index] = Math.max(naming[index] ?? 0, weight);
        }
      }
      phrases.set(key, naming);
    };
    const domains = new Set([...media.keys(), ...readings.map(({ domain }) => domain)]);
    for (const domain of domains) {
      for (const word of [domain, ...(media.get(domain) ?? [])]) add(word, domain, undefined, MEDIUM);
    }
    for (const [place, { domain, slots }] of readings.entries()) {
      for (const { name } of slots) {
        const parts = name.split(/[_\s.-]+/).filter((part) => !NO_NAMES.has(part.toLowerCase()));
        if (parts.length > 0) add(parts.join(' '), domain, place, WHOLE);
      }
    }
    this.#media = [...phrases]
      .map(([key, naming]) => ({ words: key.split(' '), naming }))
      .sort((one, other) => other.words.length - one.words.length);
  }

  /**
   * The longest reference that begins at `place`.
   * @param isFiller whether a word says nothing by itself, so that it names no title
   */
  at(words: readonly string[], place: number, isFiller: (word: string) => boolean): Reference | undefined {
    const value = this.#valueAt(words, place, isFiller);
    const singulars = words.map(singular);
    const medium = this.#media.find((phrase) => standsAt(singulars, place, phrase.words));
    if (!medium || (value && value.length > medium.words.length)) return value;
    if (!value || value.length < medium.words.length)
      return { naming: medium.naming, length: medium.words.length, isPart: false };
    // The same words are a medium and a value, such as the type "tv series".
    const naming = medium.naming.map((weight, index) => Math.max(weight, value.naming[index] ?? 0));
    return { naming, length: value.length, isPart: false };
  }

  #valueAt(words: readonly string[], place: number, isFiller: (word: string) => boolean): Reference | undefined {
    for (let length = Math.min(words.length - place, this.#longest); length > 0; length--) {
      const phrase = words.slice(place, place + length);
      const saysNothing = phrase.every(isFiller);
      const naming: number[] = [];
      for (let reading = 0; reading < this.#count; reading++) {
        const values = this.#values[reading] ?? [];
        const isWhole = values.some((value) => value.length === length && standsAt(value, 0, phrase));
        const isPart = !saysNothing && values.some((value) => value.some((_, at) => standsAt(value, at, phrase)));
        naming.push(isWhole ? WHOLE : isPart ? PART : 0);
      }
      if (naming.some((weight) => weight > 0)) return { naming, length, isPart: Math.max(...naming) === PART };
    }
    return undefined;
  }
}
