/** The defaults of training's options. */
export const trainingDefaults = {
  /** Hypotheses that a recognizer lists. */
  nBest: 8,
  /** Folds for out-of-fold scores. */
  folds: 5,
  /** Times that each carrier of a recipe is filled. */
  perCarrier: 6,
} as const;
