// Original file: proto/nlu/v1/domain.proto


/**
 * One weight of a re-ranker.
 */
export interface RerankerWeight {
  /**
   * Name of the evidence that it weighs, or "bias".
   */
  'name'?: (string);
  /**
   * The weight, in natural-log odds per unit of the evidence.
   */
  'value'?: (number | string);
}

/**
 * One weight of a re-ranker.
 */
export interface RerankerWeight__Output {
  /**
   * Name of the evidence that it weighs, or "bias".
   */
  'name': (string);
  /**
   * The weight, in natural-log odds per unit of the evidence.
   */
  'value': (number);
}
