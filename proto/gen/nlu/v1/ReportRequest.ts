// Original file: proto/nlu/v1/feedback.proto

import type { Outcome as _nlu_v1_Outcome, Outcome__Output as _nlu_v1_Outcome__Output } from '../../nlu/v1/Outcome.js';

/**
 * Request of Feedback.Report.
 */
export interface ReportRequest {
  /**
   * The outcomes, in any order; 1 to 500.
   */
  'outcomes'?: (_nlu_v1_Outcome)[];
  /**
   * Name of the request, which stands in logs and does not come back; may be empty.
   */
  'requestId'?: (string);
}

/**
 * Request of Feedback.Report.
 */
export interface ReportRequest__Output {
  /**
   * The outcomes, in any order; 1 to 500.
   */
  'outcomes': (_nlu_v1_Outcome__Output)[];
  /**
   * Name of the request, which stands in logs and does not come back; may be empty.
   */
  'requestId': (string);
}
