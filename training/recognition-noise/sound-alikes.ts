import type { Random } from '../numeric/random.js';
import { weighted, weightedIndex } from './draw.js';
import type { NoiseModel } from './noise-model.js';
import { firstSound, soundDistance } from './sound-distance.js';

/** Words further off than this share nothing that could be heard: any word of the recogniser's will do. */
const RELATED_BINS = 6;
/** A word as short as this is not heard as two. */
const SHORTEST_PART = 2;

interface KnownWord {
  readonly word: string;
  /** Grows with the square root of how often it was heard: a recogniser prefers common words, but not by as much. */
  readonly weight: number;
}

/** What a recogniser hears for a word that it mistakes: words that it knows, about as far off in sound as it was found to err. */
export class SoundAlikes {
  readonly #words: readonly KnownWord[];
  /** The words by the sound that they begin with: most mistakes keep it, and the others are as good as any word. */
  readonly #byFirstSound = new Map<number, KnownWord[]>();
  readonly #distances: NoiseModel['distances'];
  /** Word -> the known words by bins of their distance. */
  readonly #near = new Map<string, readonly (readonly KnownWord[])[]>();

  constructor({ lexicon, distances }: Pick<NoiseModel, 'lexicon' | 'distances'>) {
    this.#words = Object.entries(lexicon).map(([word, count]) => ({ word, weight: Math.sqrt(count) }));
    for (const known of this.#words) {
      const sound = firstSound(known.word);
      const group = this.#byFirstSound.get(sound);
      if (group) group.push(known);
      else this.#byFirstSound.set(sound, [known]);
    }
    this.#distances = distances;
  }

  /** Another word in place of one. */
  change(word: string, random: Random): string {
    return this.#at(word, weightedIndex(this.#distances.changed, random), random);
  }

  /** Two words in place of one; a very short word is changed. */
  split(word: string, random: Random): string[] {
    const cuts = word.length - 2 * SHORTEST_PART + 1;
    if (cuts < 1) return [this.change(word, random)];
    const cut = SHORTEST_PART + random.below(cuts);
    const bin = weightedIndex(this.#distances.split, random);
    return [word.slice(0, cut), word.slice(cut)].map((part) => this.#at(part, bin, random));
  }

  /** A known word of the bin of distances, or of the next bin that has any; never the word itself. */
  #at(word: string, bin: number, random: Random): string {
    const bins = bin < RELATED_BINS ? this.#bins(word) : [];
    for (let next = bin; next < bins.length; next++) {
      if (bins[next].length > 0) return weighted(bins[next], random).word;
    }
    return weighted(this.#words, random).word;
  }

  #bins(word: string): readonly (readonly KnownWord[])[] {
    const known = this.#near.get(word);
    if (known) return known;
    const bins: KnownWord[][] = Array.from({ length: RELATED_BINS }, () => []);
    for (const each of this.#byFirstSound.get(firstSound(word)) ?? []) {
      if (each.word === word || Math.abs(each.word.length - word.length) > word.length / 2 + 1) continue;
      const bin = Math.floor(10 * soundDistance(word, each.word));
      if (bin < RELATED_BINS) bins[bin].push(each);
    }
    this.#near.set(word, bins);
    return bins;
  }
}
