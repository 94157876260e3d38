// Original file: proto/nlu/v1/feedback.proto


/**
 * The user spoke into the response.
 */
export interface BargeIn {
  /**
   * Time from the beginning of the response, in ms.
   */
  'afterMs'?: (number);
}

/**
 * The user spoke into the response.
 */
export interface BargeIn__Output {
  /**
   * Time from the beginning of the response, in ms.
   */
  'afterMs': (number);
}
