/** The defaults of training's options. */
export const TRAINING_DEFAULTS = {
  /** Hypotheses that a recognizer lists. */
  nBest: 8,
  /** Folds for out-of-fold scores. */
  folds: 5,
  /** Times that each carrier of a recipe is filled. */
  perCarrier: 3,
} as const;
