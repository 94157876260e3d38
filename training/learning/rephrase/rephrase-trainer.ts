import type { SoundCosts } from '../../../domains/core/resolution/strategies/phonetic/sound-costs.js';
import { type BoostedTrees, boostedScore } from '../../../domains/core/trees/boosted-trees.js';
import { risingLine } from '../../own-scores/calibration-fit.js';
import { type BoostingSettings, boost } from '../../trees/boosting.js';
import { logisticLoss } from '../../trees/loss.js';
import type { LabelledPair } from './labelled-pair.js';
import { PAIR_FEATURES, PairFeatures } from './pair-features.js';
import type { RephraseModel } from './rephrase-model.js';
import { type CountedText, countWords, type WordWeights } from './word-weights.js';

export interface RephraseSettings extends Pick<BoostingSettings, 'trees' | 'leaves' | 'shrinkage' | 'seed'> {
  readonly folds: number;
}

export const REPHRASE_DEFAULTS: RephraseSettings = { trees: 120, leaves: 12, shrinkage: 0.1, seed: 1, folds: 5 };

export interface RephraseTraining {
  readonly model: RephraseModel;
  /** `[pairs]`: the score of each pair by trees that saw neither its carriers nor its values. */
  readonly heldOut: Float64Array;
}

/**
 * Trains on pairs, calibrates on their held-out scores. The same pairs and settings give the same model.
 * @param onFold told how many folds have been held out
 */
export function trainRephrases(
  pairs: readonly LabelledPair[],
  texts: readonly CountedText[],
  costs: SoundCosts,
  settings: RephraseSettings = REPHRASE_DEFAULTS,
  onFold: (fold: number) => void = () => {},
): RephraseTraining {
  const heldOut = new Float64Array(pairs.length);
  for (let fold = 0; fold < settings.folds; fold++) {
    onFold(fold);
    const { words, trees } = fit(
      pairs.filter((pair) => pair.fold !== fold),
      texts.filter((text) => text.fold !== fold),
      costs,
      settings,
    );
    const features = new PairFeatures(words, costs);
    for (const [index, pair] of pairs.entries())
      if (pair.fold === fold) heldOut[index] = boostedScore(trees, features.of(pair));
  }
  onFold(settings.folds);
  const { words, trees } = fit(pairs, texts, costs, settings);
  const calibration = risingLine({ scores: [...heldOut], rights: pairs.map(({ isRephrase }) => isRephrase) });
  const share = pairs.filter(({ isRephrase }) => isRephrase).length / pairs.length;
  const others = heldOut.filter((_, index) => !pairs[index].isRephrase).sort();
  const oneInHundred = others[Math.min(others.length - 1, Math.ceil(0.99 * others.length))];
  return { model: { words, trees, calibration, share, oneInHundred }, heldOut };
}

function fit(
  pairs: readonly LabelledPair[],
  texts: readonly CountedText[],
  costs: SoundCosts,
  settings: RephraseSettings,
): { words: WordWeights; trees: BoostedTrees } {
  const words = countWords(texts);
  const features = new PairFeatures(words, costs);
  const width = PAIR_FEATURES.length;
  const values = new Float64Array(pairs.length * width);
  for (const [index, pair] of pairs.entries()) values.set(features.of(pair), index * width);
  const labels = pairs.map(({ isRephrase }) => (isRephrase ? 1 : 0));
  const weights = Float64Array.from(pairs, ({ weight }) => weight);
  const { trees } = boost({ values, count: pairs.length, features: width }, logisticLoss(labels, weights), settings);
  return { words, trees };
}
