/** How domains are trained where nothing else is said. */
export const trainingDefaults = {
  /** Hypotheses that a recognizer offers. */
  nBest: 8,
  /** Folds for out-of-fold scores. */
  folds: 5,
  /** Times that each carrier of a recipe is filled. */
  perCarrier: 6,
} as const;
