// Original file: proto/nlu/v1/gateway.proto


/**
 * A hearing that an answer was made from.
 */
export interface CountedHearing {
  /**
   * The words, as they were sent.
   */
  'text'?: (string);
  /**
   * Probability that these were said, in [0, 1]; those of an answer sum to 1.
   */
  'weight'?: (number | string);
}

/**
 * A hearing that an answer was made from.
 */
export interface CountedHearing__Output {
  /**
   * The words, as they were sent.
   */
  'text': (string);
  /**
   * Probability that these were said, in [0, 1]; those of an answer sum to 1.
   */
  'weight': (number);
}
