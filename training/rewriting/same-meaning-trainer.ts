import { NEAR_FEATURES, NearTexts } from '../../gateway/rewriting/near/near-texts.js';
import type { SameMeaning } from '../../gateway/rewriting/near/same-meaning.js';
import { drawOf } from '../corpus/folds.js';
import { fitLogistic } from '../learning/failures/logistic.js';

/** What was said, and what a recogniser heard of it; both in lower case with single blanks. */
export interface SaidAndHeard {
  readonly said: string;
  readonly heard: string;
}

/** Share of the texts that a search may find: what the others say is not among what is searched. */
export const KNOWN_SHARE = 0.5;
/** Candidates of a search. */
const MOST = 3;

export interface TrainedSameMeaning {
  readonly model: SameMeaning;
  readonly rows: number;
}

/**
 * Learns when two texts mean the same from what was heard of texts that are known, and of as many that are not: those teach
 * what is merely alike. **Assumed**: that half of what fails is known in other words.
 */
export function trainSameMeaning(pairs: readonly SaidAndHeard[], seed: number): TrainedSameMeaning {
  const { rows, labels } = sameMeaningRows(pairs, seed);
  const features = NEAR_FEATURES.length;
  const { bias, weights } = fitLogistic(
    { values: Float64Array.from(rows.flat()), count: rows.length, features },
    Float64Array.from(labels),
  );
  const named = Object.fromEntries(NEAR_FEATURES.map((name, place) => [name, rounded(weights[place])]));
  return { model: { bias: rounded(bias), weights: named as SameMeaning['weights'] }, rows: rows.length };
}

/** The rows that are learned from: features of what is found for what was heard, and 1 where it is what was said. */
export function sameMeaningRows(
  pairs: readonly SaidAndHeard[],
  seed: number,
): { readonly rows: readonly (readonly number[])[]; readonly labels: readonly number[] } {
  const isKnown = ({ said }: SaidAndHeard) => drawOf(said, `${seed}`) < KNOWN_SHARE;
  const texts = [...new Set(pairs.filter(isKnown).map(({ said }) => said))];
  const near = new NearTexts(texts);
  const rows: (readonly number[])[] = [];
  const labels: number[] = [];
  for (const { said, heard } of pairs) {
    if (said === heard) continue;
    for (const { place, features } of near.find(heard, MOST)) {
      rows.push(features);
      labels.push(texts[place] === said ? 1 : 0);
    }
  }
  return { rows, labels };
}

const rounded = (value: number) => Number(value.toPrecision(6));
