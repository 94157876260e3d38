// Original file: proto/nlu/v1/hypothesis.proto


/**
 * A way of looking for entities that took part. Feedback is weighed by it.
 */
export interface StrategyRun {
  /**
   * Its name, as in Entity.strategies.
   */
  'name'?: (string);
  /**
   * Probability with which the policy let it look as far as it did, in (0, 1]; 1 where it always does.
   */
  'propensity'?: (number | string);
}

/**
 * A way of looking for entities that took part. Feedback is weighed by it.
 */
export interface StrategyRun__Output {
  /**
   * Its name, as in Entity.strategies.
   */
  'name': (string);
  /**
   * Probability with which the policy let it look as far as it did, in (0, 1]; 1 where it always does.
   */
  'propensity': (number);
}
