import { setImmediate } from 'node:timers/promises';
import { dice, editLikeness, trigrams } from './alike.js';
import { soundText } from './sound-text.js';

/** What tells whether two texts mean the same, in this order. */
export const NEAR_FEATURES = [
  'soundDice',
  'soundEdit',
  'letterDice',
  'letterEdit',
  'wordsKept',
  'soundLength',
  'secondSoundEdit',
] as const;

/** A text like another. */
export interface NearText {
  /** Its place in the list that is searched. */
  readonly place: number;
  /** `[NEAR_FEATURES]` */
  readonly features: readonly number[];
}

/** Texts whose trigrams are looked at further. */
const MOST_COMPARED = 8;
/** A trigram that more of the texts have tells nothing. */
const COMMON = 0.05;
/** Entries of lists that a search adds up, those of the rarest trigrams first. */
const MOST_POSTINGS = 3_000;
/** Texts that are taken in at a time. */
const STEP = 64;

/**
 * Finds among texts those that sound or read like another one: by their common trigrams first, and of the best of these by
 * edit distances too.
 */
export class NearTexts {
  #texts: readonly string[];
  #sounds: readonly string[];
  readonly #postings = new Map<number, Uint32Array>();
  /** `[texts]`: what a search adds up, 0 between searches. */
  #scores: Float32Array;

  /** @param texts in lower case with single blanks */
  constructor(texts: readonly string[], sounds: readonly string[] = texts.map(soundText)) {
    this.#texts = texts;
    this.#sounds = sounds;
    this.#scores = new Float32Array(texts.length);
    const lists = new Map<number, number[]>();
    for (const [place, text] of texts.entries()) addTo(lists, place, text, sounds[place]);
    this.#keep(lists);
  }

  /** The same, made in short steps, between which other work of the process is done. */
  static async inSteps(texts: readonly string[]): Promise<NearTexts> {
    const near = new NearTexts([], []);
    const [sounds, lists] = [[] as string[], new Map<number, number[]>()];
    for (const [place, text] of texts.entries()) {
      if (place % STEP === STEP - 1) await setImmediate();
      sounds.push(soundText(text));
      addTo(lists, place, text, sounds[place]);
    }
    near.#texts = texts;
    near.#sounds = sounds;
    near.#scores = new Float32Array(texts.length);
    near.#keep(lists);
    return near;
  }

  #keep(lists: ReadonlyMap<number, number[]>): void {
    const most = Math.max(50, COMMON * this.#texts.length);
    for (const [key, list] of lists) if (list.length <= most) this.#postings.set(key, Uint32Array.from(list));
  }

  get size(): number {
    return this.#texts.length;
  }

  /**
   * The texts most like one, the most alike first; never the text itself.
   * @param text in lower case with single blanks
   */
  find(text: string, most: number): NearText[] {
    if (this.#texts.length === 0) return [];
    const sound = soundText(text);
    const best = this.#sharing(text, sound);
    const [letters, sounds] = [trigrams(text), trigrams(sound)];
    const words = new Set(text.split(' '));
    const compared = best.map((place) => {
      const [other, otherSound] = [this.#texts[place], this.#sounds[place]];
      const otherWords = other.split(' ');
      return {
        place,
        soundDice: dice(sounds, trigrams(otherSound)),
        soundEdit: editLikeness(sound, otherSound),
        letterDice: dice(letters, trigrams(other)),
        letterEdit: editLikeness(text, other),
        wordsKept: otherWords.filter((word) => words.has(word)).length / otherWords.length,
        soundLength: Math.log(1 + Math.min(sound.length, otherSound.length)),
      };
    });
    compared.sort((one, other) => other.soundEdit + other.letterEdit - one.soundEdit - one.letterEdit);
    return compared.slice(0, most).map(({ place, ...features }, rank) => {
      const secondSoundEdit = compared[rank === 0 ? 1 : 0]?.soundEdit ?? 0;
      const all = { ...features, secondSoundEdit };
      return { place, features: NEAR_FEATURES.map((name) => all[name]) };
    });
  }

  /** The places of the texts that share most with one. */
  #sharing(text: string, sound: string): number[] {
    const scores = this.#scores;
    const touched: number[] = [];
    const lists = keysOf(text, sound).flatMap((key) => this.#postings.get(key) ?? []);
    lists.sort((one, other) => one.length - other.length);
    let left = MOST_POSTINGS;
    for (const list of lists) {
      left -= list.length;
      if (left < 0) break;
      const weight = Math.log(1 + this.#texts.length / list.length);
      for (const place of list) {
        if (scores[place] === 0) touched.push(place);
        scores[place] += weight;
      }
    }
    const best: number[] = [];
    for (const place of touched) {
      const score = scores[place];
      if (best.length === MOST_COMPARED && score <= scores[best[MOST_COMPARED - 1]]) continue;
      if (this.#texts[place] === text) continue;
      let at = Math.min(best.length, MOST_COMPARED - 1);
      while (at > 0 && scores[best[at - 1]] < score) at--;
      best.splice(at, 0, place);
      if (best.length > MOST_COMPARED) best.pop();
    }
    for (const place of touched) scores[place] = 0;
    return best;
  }
}

function addTo(lists: Map<number, number[]>, place: number, text: string, sound: string): void {
  for (const key of keysOf(text, sound)) {
    const list = lists.get(key);
    if (list) list.push(place);
    else lists.set(key, [place]);
  }
}

/** Trigrams of the letters and of the sounds; the two kinds share no number. */
function keysOf(text: string, sound: string): number[] {
  return [...trigrams(text), ...[...trigrams(sound)].map((key) => key + 2 ** 21)];
}
