// Original file: proto/nlu/v1/preference.proto

import type { TaughtPreference as _nlu_v1_TaughtPreference, TaughtPreference__Output as _nlu_v1_TaughtPreference__Output } from '../../nlu/v1/TaughtPreference.js';

/**
 * Response of Feedback.Teach.
 */
export interface TeachResponse {
  /**
   * One entry for each preference, in their order. From now on requests of the customer honour them: at this gateway the very
   * next one, at others within a second.
   */
  'taught'?: (_nlu_v1_TaughtPreference)[];
}

/**
 * Response of Feedback.Teach.
 */
export interface TeachResponse__Output {
  /**
   * One entry for each preference, in their order. From now on requests of the customer honour them: at this gateway the very
   * next one, at others within a second.
   */
  'taught': (_nlu_v1_TaughtPreference__Output)[];
}
