// Original file: proto/nlu/v1/feedback.proto


/**
 * Response of Feedback.Forget.
 */
export interface ForgetResponse {
  /**
   * Whether anything was kept of the customer; of one preference, whether there was one of that id.
   */
  'wasKnown'?: (boolean);
}

/**
 * Response of Feedback.Forget.
 */
export interface ForgetResponse__Output {
  /**
   * Whether anything was kept of the customer; of one preference, whether there was one of that id.
   */
  'wasKnown': (boolean);
}
