// Original file: proto/nlu/v1/description.proto


/**
 * A score of a caller's own NLU that a bundle re-ranks by.
 */
export interface DeclaredScore {
  /**
   * Its name in RawHypothesis.named_scores.
   */
  'name'?: (string);
  /**
   * What it is: "probability", "logit", "log-probability", "cost", "rank" or "number".
   */
  'kind'?: (string);
  /**
   * The least value that training saw; one below it counts as this.
   */
  'least'?: (number | string);
  /**
   * The largest value that training saw; one above it counts as this.
   */
  'most'?: (number | string);
  /**
   * Whether every hypothesis of training had it.
   */
  'always'?: (boolean);
}

/**
 * A score of a caller's own NLU that a bundle re-ranks by.
 */
export interface DeclaredScore__Output {
  /**
   * Its name in RawHypothesis.named_scores.
   */
  'name': (string);
  /**
   * What it is: "probability", "logit", "log-probability", "cost", "rank" or "number".
   */
  'kind': (string);
  /**
   * The least value that training saw; one below it counts as this.
   */
  'least': (number);
  /**
   * The largest value that training saw; one above it counts as this.
   */
  'most': (number);
  /**
   * Whether every hypothesis of training had it.
   */
  'always': (boolean);
}
