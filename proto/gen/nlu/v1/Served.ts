// Original file: proto/nlu/v1/feedback.proto


/**
 * What the orchestrator did in the end.
 */
export interface Served {
  /**
   * Name of the domain.
   */
  'domain'?: (string);
  /**
   * Name of the intent.
   */
  'intent'?: (string);
}

/**
 * What the orchestrator did in the end.
 */
export interface Served__Output {
  /**
   * Name of the domain.
   */
  'domain': (string);
  /**
   * Name of the intent.
   */
  'intent': (string);
}
