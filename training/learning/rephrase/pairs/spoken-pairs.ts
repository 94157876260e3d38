import { foldOf } from '../../../corpus/folds.js';
import type { SpokenPair } from '../../../recognition-noise/learn-noise.js';
import type { LabelledPair } from '../labelled-pair.js';
import { nearestOf } from './nearest-text.js';

/**
 * Pairs of what a recogniser really heard and what was said: a request that was misheard and is said again. Each has a
 * hard negative: the same misheard request, and the sentence of its fold that looks most like it and says another thing.
 */
export function spokenPairs(
  spoken: readonly SpokenPair[],
  kind: string,
  { folds, seed }: { folds: number; seed: number },
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
      if (!next) return [again];
      return [again, { first: heard, second: own[next].said, isRephrase: false, kind: `${kind}-next`, ...shared }];
    });
  }).flat();
}
