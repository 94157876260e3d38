// Original file: proto/nlu/v1/preference.proto

import type { Preference as _nlu_v1_Preference, Preference__Output as _nlu_v1_Preference__Output } from '../../nlu/v1/Preference.js';

/**
 * Request of Feedback.Teach.
 */
export interface TeachRequest {
  /**
   * The customer, as requests name it; 1 to 64 bytes.
   */
  'customer'?: (string);
  /**
   * What to keep, in this order; 1 to 20. All are kept, or none.
   */
  'preferences'?: (_nlu_v1_Preference)[];
  /**
   * Name of the request, which stands in logs and does not come back; may be empty.
   */
  'requestId'?: (string);
}

/**
 * Request of Feedback.Teach.
 */
export interface TeachRequest__Output {
  /**
   * The customer, as requests name it; 1 to 64 bytes.
   */
  'customer': (string);
  /**
   * What to keep, in this order; 1 to 20. All are kept, or none.
   */
  'preferences': (_nlu_v1_Preference__Output)[];
  /**
   * Name of the request, which stands in logs and does not come back; may be empty.
   */
  'requestId': (string);
}
