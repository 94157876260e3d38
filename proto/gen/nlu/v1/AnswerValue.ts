// Original file: proto/nlu/v1/feedback.proto

/**
 * A user's answer when asked whether what was done was right.
 */
export const AnswerValue = {
  /**
   * Never sent.
   */
  ANSWER_VALUE_UNSPECIFIED: 'ANSWER_VALUE_UNSPECIFIED',
  /**
   * It was right.
   */
  ANSWER_VALUE_YES: 'ANSWER_VALUE_YES',
  /**
   * It was wrong.
   */
  ANSWER_VALUE_NO: 'ANSWER_VALUE_NO',
  /**
   * The user did not say, or could not.
   */
  ANSWER_VALUE_UNSURE: 'ANSWER_VALUE_UNSURE',
} as const;

/**
 * A user's answer when asked whether what was done was right.
 */
export type AnswerValue =
  /**
   * Never sent.
   */
  | 'ANSWER_VALUE_UNSPECIFIED'
  | 0
  /**
   * It was right.
   */
  | 'ANSWER_VALUE_YES'
  | 1
  /**
   * It was wrong.
   */
  | 'ANSWER_VALUE_NO'
  | 2
  /**
   * The user did not say, or could not.
   */
  | 'ANSWER_VALUE_UNSURE'
  | 3

/**
 * A user's answer when asked whether what was done was right.
 */
export type AnswerValue__Output = typeof AnswerValue[keyof typeof AnswerValue]
