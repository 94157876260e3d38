// Original file: proto/nlu/v1/feedback.proto

import type { AnswerValue as _nlu_v1_AnswerValue, AnswerValue__Output as _nlu_v1_AnswerValue__Output } from '../../nlu/v1/AnswerValue.js';

/**
 * The user was asked whether what was done was right, or what InterpretResponse.question asks.
 */
export interface Answer {
  /**
   * What the user answered. To a question about a preference YES confirms it.
   */
  'value'?: (_nlu_v1_AnswerValue);
  /**
   * Probability with which the question was asked, in (0, 1]: those who answer are reweighted by it. Absent: not known.
   */
  'propensity'?: (number | string);
  '_propensity'?: "propensity";
}

/**
 * The user was asked whether what was done was right, or what InterpretResponse.question asks.
 */
export interface Answer__Output {
  /**
   * What the user answered. To a question about a preference YES confirms it.
   */
  'value': (_nlu_v1_AnswerValue__Output);
  /**
   * Probability with which the question was asked, in (0, 1]: those who answer are reweighted by it. Absent: not known.
   */
  'propensity'?: (number);
}
