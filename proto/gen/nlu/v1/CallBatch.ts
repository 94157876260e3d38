// Original file: proto/nlu/v1/domain.proto

import type { Call as _nlu_v1_Call, Call__Output as _nlu_v1_Call__Output } from '../../nlu/v1/Call.js';

/**
 * Calls that were made in one tick.
 */
export interface CallBatch {
  /**
   * The new calls.
   */
  'calls'?: (_nlu_v1_Call)[];
  /**
   * Numbers of earlier calls whose replies nobody waits for any more.
   */
  'cancelled'?: (number)[];
}

/**
 * Calls that were made in one tick.
 */
export interface CallBatch__Output {
  /**
   * The new calls.
   */
  'calls': (_nlu_v1_Call__Output)[];
  /**
   * Numbers of earlier calls whose replies nobody waits for any more.
   */
  'cancelled': (number)[];
}
