// Original file: proto/nlu/v1/preference.proto


/**
 * Request of Feedback.Preferences.
 */
export interface PreferencesRequest {
  /**
   * The customer, as requests name it; 1 to 64 bytes.
   */
  'customer'?: (string);
  /**
   * Name of the request, which stands in logs and does not come back; may be empty.
   */
  'requestId'?: (string);
}

/**
 * Request of Feedback.Preferences.
 */
export interface PreferencesRequest__Output {
  /**
   * The customer, as requests name it; 1 to 64 bytes.
   */
  'customer': (string);
  /**
   * Name of the request, which stands in logs and does not come back; may be empty.
   */
  'requestId': (string);
}
