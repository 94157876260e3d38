import { FEATURES } from './utterance-features.js';

/** Step of the first change of a weight, in natural-log odds for an error of 1. */
const RATE = 0.3;
/** Keeps the first step finite. */
const SMALLEST = 0.01;
/** What a fitted weight counts for when it is learned on: its steps are as small as after one whole error. */
const FITTED_SQUARES = 1;
/** As many claims, and as many utterances of others, must have been heard before a model that nobody fitted is believed. */
const LEAST_HEARD = 300;

/**
 * What a domain says of utterances, P(in domain), learned from its replies while it replies: a logistic regression over the
 * words, by AdaGrad (Duchi et al. 2011) on soft labels. It says roughly what the domain would say, in microseconds.
 */
export class ClaimModel {
  readonly #weights: Float32Array;
  /** Sum of the squared errors that each weight was changed for. */
  readonly #squares: Float32Array;
  #isKnown: boolean;
  #claimed = 0;
  #others = 0;

  /** @param fitted [FEATURES] weights in natural-log odds; absent: nothing is known of the domain yet */
  constructor(fitted?: Float32Array) {
    this.#isKnown = fitted !== undefined;
    this.#weights = fitted ? fitted.slice() : new Float32Array(FEATURES);
    this.#squares = this.#weights.map((weight) => (weight === 0 ? 0 : FITTED_SQUARES));
  }

  /** [FEATURES], in natural-log odds. */
  get weights(): Readonly<Float32Array> {
    return this.#weights;
  }

  /**
   * What the domain would say of an utterance, in [0, 1].
   * @param features as `utteranceFeatures` gives them
   * @returns undefined while too little of the domain's replies is known
   */
  claim(features: readonly number[]): number | undefined {
    return this.#isKnown ? this.#sigmoid(features) : undefined;
  }

  /** Takes in what the domain said of an utterance. @param inDomain in [0, 1] */
  learn(features: readonly number[], inDomain: number): void {
    const error = this.#sigmoid(features) - inDomain;
    const square = error * error;
    for (const feature of features) {
      const squares = this.#squares[feature]! + square;
      this.#squares[feature] = squares;
      this.#weights[feature] = this.#weights[feature]! - (RATE * error) / Math.sqrt(SMALLEST + squares);
    }
    if (this.#isKnown) return;
    this.#claimed += inDomain;
    this.#others += 1 - inDomain;
    this.#isKnown = Math.min(this.#claimed, this.#others) >= LEAST_HEARD;
  }

  #sigmoid(features: readonly number[]): number {
    let score = 0;
    for (const feature of features) score += this.#weights[feature]!;
    return 1 / (1 + Math.exp(-score));
  }
}
