import type { RequestPair } from './pair-features.js';

/** A pair of which it is known whether the second request says the first one again. */
export interface LabelledPair extends RequestPair {
  readonly isRephrase: boolean;
  /** How the pair was made; figures are told apart by it. */
  readonly kind: string;
  /** What is held out together, such as a carrier; resampled together, too. */
  readonly group: string;
  /** 0 to folds - 1: both requests, their carriers and their values are of this fold. */
  readonly fold: number;
  readonly weight: number;
}
