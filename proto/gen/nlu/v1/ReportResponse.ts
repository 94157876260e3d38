// Original file: proto/nlu/v1/feedback.proto

import type { OutcomeResult as _nlu_v1_OutcomeResult, OutcomeResult__Output as _nlu_v1_OutcomeResult__Output } from '../../nlu/v1/OutcomeResult.js';

/**
 * Response of Feedback.Report.
 */
export interface ReportResponse {
  /**
   * One entry for each outcome, in their order.
   */
  'results'?: (_nlu_v1_OutcomeResult)[];
}

/**
 * Response of Feedback.Report.
 */
export interface ReportResponse__Output {
  /**
   * One entry for each outcome, in their order.
   */
  'results': (_nlu_v1_OutcomeResult__Output)[];
}
