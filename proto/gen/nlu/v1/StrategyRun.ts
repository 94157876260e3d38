// Original file: proto/nlu/v1/hypothesis.proto


/**
 * A way of looking for entities that was decided on: one that always looks, or that the policy let look or left out.
 * Feedback is weighed by it.
 */
export interface StrategyRun {
  /**
   * Its name, as in Entity.strategies.
   */
  'name'?: (string);
  /**
   * Probability with which the policy decided as it did, to let it look so far or not at all, in (0, 1]; 1 where it always
   * looks.
   */
  'propensity'?: (number | string);
}

/**
 * A way of looking for entities that was decided on: one that always looks, or that the policy let look or left out.
 * Feedback is weighed by it.
 */
export interface StrategyRun__Output {
  /**
   * Its name, as in Entity.strategies.
   */
  'name': (string);
  /**
   * Probability with which the policy decided as it did, to let it look so far or not at all, in (0, 1]; 1 where it always
   * looks.
   */
  'propensity': (number);
}
