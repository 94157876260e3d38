// Original file: proto/nlu/v1/gateway.proto

/**
 * What a question is about.
 */
export const QuestionKind = {
  /**
   * Never sent.
   */
  QUESTION_KIND_UNSPECIFIED: 'QUESTION_KIND_UNSPECIFIED',
  /**
   * Whether what was done was right.
   */
  QUESTION_KIND_SATISFACTION: 'QUESTION_KIND_SATISFACTION',
  /**
   * Whether the customer wants a preference to be kept.
   */
  QUESTION_KIND_PREFERENCE: 'QUESTION_KIND_PREFERENCE',
} as const;

/**
 * What a question is about.
 */
export type QuestionKind =
  /**
   * Never sent.
   */
  | 'QUESTION_KIND_UNSPECIFIED'
  | 0
  /**
   * Whether what was done was right.
   */
  | 'QUESTION_KIND_SATISFACTION'
  | 1
  /**
   * Whether the customer wants a preference to be kept.
   */
  | 'QUESTION_KIND_PREFERENCE'
  | 2

/**
 * What a question is about.
 */
export type QuestionKind__Output = typeof QuestionKind[keyof typeof QuestionKind]
