// Original file: proto/nlu/v1/gateway.proto

/**
 * What became of asking one domain.
 */
export const DomainStatusCode = {
  /**
   * Never sent.
   */
  DOMAIN_STATUS_CODE_UNSPECIFIED: 'DOMAIN_STATUS_CODE_UNSPECIFIED',
  /**
   * It answered, and its answer is part of the response.
   */
  DOMAIN_STATUS_CODE_OK: 'DOMAIN_STATUS_CODE_OK',
  /**
   * It did not answer in time.
   */
  DOMAIN_STATUS_CODE_DEADLINE: 'DOMAIN_STATUS_CODE_DEADLINE',
  /**
   * It could not be reached, or its circuit breaker is open.
   */
  DOMAIN_STATUS_CODE_UNAVAILABLE: 'DOMAIN_STATUS_CODE_UNAVAILABLE',
  /**
   * It turned the call away because it had too many.
   */
  DOMAIN_STATUS_CODE_OVERLOADED: 'DOMAIN_STATUS_CODE_OVERLOADED',
  /**
   * It failed, or sent what is no valid answer.
   */
  DOMAIN_STATUS_CODE_ERROR: 'DOMAIN_STATUS_CODE_ERROR',
  /**
   * It interprets no text: its bundle re-ranks the hypotheses of a caller's own NLU, by Rerank. The answer is whole without
   * it.
   */
  DOMAIN_STATUS_CODE_NO_RECOGNIZER: 'DOMAIN_STATUS_CODE_NO_RECOGNIZER',
} as const;

/**
 * What became of asking one domain.
 */
export type DomainStatusCode =
  /**
   * Never sent.
   */
  | 'DOMAIN_STATUS_CODE_UNSPECIFIED'
  | 0
  /**
   * It answered, and its answer is part of the response.
   */
  | 'DOMAIN_STATUS_CODE_OK'
  | 1
  /**
   * It did not answer in time.
   */
  | 'DOMAIN_STATUS_CODE_DEADLINE'
  | 2
  /**
   * It could not be reached, or its circuit breaker is open.
   */
  | 'DOMAIN_STATUS_CODE_UNAVAILABLE'
  | 3
  /**
   * It turned the call away because it had too many.
   */
  | 'DOMAIN_STATUS_CODE_OVERLOADED'
  | 4
  /**
   * It failed, or sent what is no valid answer.
   */
  | 'DOMAIN_STATUS_CODE_ERROR'
  | 5
  /**
   * It interprets no text: its bundle re-ranks the hypotheses of a caller's own NLU, by Rerank. The answer is whole without
   * it.
   */
  | 'DOMAIN_STATUS_CODE_NO_RECOGNIZER'
  | 6

/**
 * What became of asking one domain.
 */
export type DomainStatusCode__Output = typeof DomainStatusCode[keyof typeof DomainStatusCode]
