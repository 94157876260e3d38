// Original file: proto/nlu/v1/feedback.proto

import type { OutcomeStatus as _nlu_v1_OutcomeStatus, OutcomeStatus__Output as _nlu_v1_OutcomeStatus__Output } from '../../nlu/v1/OutcomeStatus.js';

/**
 * What became of one outcome of a report.
 */
export interface OutcomeResult {
  /**
   * The outcome's event_id.
   */
  'eventId'?: (string);
  /**
   * What became of it.
   */
  'status'?: (_nlu_v1_OutcomeStatus);
  /**
   * Why, in words; empty where it is kept.
   */
  'message'?: (string);
}

/**
 * What became of one outcome of a report.
 */
export interface OutcomeResult__Output {
  /**
   * The outcome's event_id.
   */
  'eventId': (string);
  /**
   * What became of it.
   */
  'status': (_nlu_v1_OutcomeStatus__Output);
  /**
   * Why, in words; empty where it is kept.
   */
  'message': (string);
}
