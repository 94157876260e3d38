import { foldOf } from '../../../corpus/folds.js';
import type { SpokenPair } from '../../../recognition-noise/learn-noise.js';
import type { LabelledPair } from '../labelled-pair.js';
import { nearestOf } from './nearest-text.js';

/**
 * Pairs of what a recogniser really heard and what was said: a request that was misheard and is said again. Each has a
 * hard negative: the same misheard request, and the sentence of its fold that looks most like it, where each of the two has
 * a telling word that the other has not; "show flights from memphis" and "what flights are from memphis" say the same.
 * @param isTelling whether a word may say what is meant, and not only that something is asked
 */
export function spokenPairs(
  spoken: readonly SpokenPair[],
  kind: string,
  { folds, seed }: { folds: number; seed: number },
  isTelling: (word: string) => boolean,
): LabelledPair[] {
  const fold = spoken.map(({ said }) => foldOf(said.join(' '), folds, seed));
  return Array.from({ length: folds }, (_, each) => {
    const own = spoken.filter((_, index) => fold[index] === each);
    const nearest = nearestOf(own.map(({ said }) => said));
    return own.flatMap(({ said, heard }, index): LabelledPair[] => {
      const shared = { group: said.join(' '), fold: each, weight: 1 };
      const again = { first: heard, second: said, isRephrase: true, kind: `${kind}-misheard`, ...shared };
      const next = nearest(index);
      if (heard.join(' ') === said.join(' ')) return [];
      if (next === undefined || !isAnother(said, own[next].said, isTelling)) return [again];
      return [again, { first: heard, second: own[next].said, isRephrase: false, kind: `${kind}-next`, ...shared }];
    });
  }).flat();
}

function isAnother(one: readonly string[], other: readonly string[], isTelling: (word: string) => boolean): boolean {
  const tells = (words: readonly string[], others: readonly string[]) =>
    words.some((word) => isTelling(word) && !others.includes(word));
  return tells(one, other) && tells(other, one);
}
