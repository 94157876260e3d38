import type { RisingLine } from '../../../domains/core/own-scores/calibration.js';
import { mappedLogit } from '../../../domains/core/own-scores/calibration.js';
import type { SoundCosts } from '../../../domains/core/resolution/strategies/phonetic/sound-costs.js';
import { type BoostedTrees, boostedScore } from '../../../domains/core/trees/boosted-trees.js';
import { logit, sigmoid } from '../../../serving/numeric/log-odds.js';
import type { NameModel } from './naming/name-model.js';
import { PairFeatures, type RequestPair } from './pair-features.js';
import type { WordWeights } from './word-weights.js';

/** What was learned of rephrases. */
export interface RephraseModel {
  readonly words: WordWeights;
  readonly names: NameModel;
  /** Over `PAIR_FEATURES`. */
  readonly trees: BoostedTrees;
  /** From the trees' score to P(rephrase) among the pairs that were learned from. */
  readonly calibration: RisingLine;
  /** The share of rephrases among the pairs that were learned from, in (0, 1). */
  readonly share: number;
  /** The score that one in a hundred held-out pairs exceeds that are no rephrase. */
  readonly oneInHundred: number;
}

/** Says of pairs of requests how likely the second one says the first again. */
export class Rephrases {
  readonly #model: RephraseModel;
  readonly #features: PairFeatures;

  constructor(model: RephraseModel, costs: SoundCosts) {
    this.#model = model;
    this.#features = new PairFeatures(model.words, model.names, costs);
  }

  /** The trees' score: larger is likelier. */
  score(pair: RequestPair): number {
    return boostedScore(this.#model.trees, this.#features.of(pair));
  }

  /**
   * P(the second request says the first again), in (0, 1).
   * @param share of rephrases among such pairs; absent: as among those that were learned from
   */
  probability(pair: RequestPair, share = this.#model.share): number {
    const odds = mappedLogit({ form: 'isotonic', ...this.#model.calibration }, this.score(pair));
    return sigmoid(odds + logit(share) - logit(this.#model.share));
  }
}
