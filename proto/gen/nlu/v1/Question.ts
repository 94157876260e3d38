// Original file: proto/nlu/v1/gateway.proto

import type { QuestionKind as _nlu_v1_QuestionKind, QuestionKind__Output as _nlu_v1_QuestionKind__Output } from '../../nlu/v1/QuestionKind.js';
import type { Preference as _nlu_v1_Preference, Preference__Output as _nlu_v1_Preference__Output } from '../../nlu/v1/Preference.js';

/**
 * A question that pays: what its answer is expected to save exceeds the gateway's price of asking. Report the user's Answer to
 * the request's id, with the propensity.
 */
export interface Question {
  /**
   * What it is about.
   */
  'kind'?: (_nlu_v1_QuestionKind);
  /**
   * The preference that YES confirms; absent where the question is about satisfaction.
   */
  'about'?: (_nlu_v1_Preference | null);
  /**
   * Probability with which the question was asked, in (0, 1].
   */
  'propensity'?: (number | string);
}

/**
 * A question that pays: what its answer is expected to save exceeds the gateway's price of asking. Report the user's Answer to
 * the request's id, with the propensity.
 */
export interface Question__Output {
  /**
   * What it is about.
   */
  'kind': (_nlu_v1_QuestionKind__Output);
  /**
   * The preference that YES confirms; absent where the question is about satisfaction.
   */
  'about': (_nlu_v1_Preference__Output | null);
  /**
   * Probability with which the question was asked, in (0, 1].
   */
  'propensity': (number);
}
