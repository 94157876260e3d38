// Original file: proto/nlu/v1/feedback.proto


/**
 * Request of Feedback.Forget.
 */
export interface ForgetRequest {
  /**
   * The customer, as requests name it; 1 to 64 bytes.
   */
  'customer'?: (string);
  /**
   * Name of the request, which stands in logs and does not come back; may be empty.
   */
  'requestId'?: (string);
  /**
   * Id of the one preference to forget; empty: everything.
   */
  'preference'?: (string);
}

/**
 * Request of Feedback.Forget.
 */
export interface ForgetRequest__Output {
  /**
   * The customer, as requests name it; 1 to 64 bytes.
   */
  'customer': (string);
  /**
   * Name of the request, which stands in logs and does not come back; may be empty.
   */
  'requestId': (string);
  /**
   * Id of the one preference to forget; empty: everything.
   */
  'preference': (string);
}
