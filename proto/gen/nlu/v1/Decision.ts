// Original file: proto/nlu/v1/gateway.proto

/**
 * What a dialogue orchestrator should do with an utterance.
 */
export const Decision = {
  /**
   * Never sent.
   */
  DECISION_UNSPECIFIED: 'DECISION_UNSPECIFIED',
  /**
   * Act on the first reading: it is believed.
   */
  DECISION_ACCEPT: 'DECISION_ACCEPT',
  /**
   * Ask the user which of the readings was meant, or whether the only one was ("did you mean ...?").
   */
  DECISION_CLARIFY: 'DECISION_CLARIFY',
  /**
   * The utterance is none for these domains.
   */
  DECISION_REJECT: 'DECISION_REJECT',
} as const;

/**
 * What a dialogue orchestrator should do with an utterance.
 */
export type Decision =
  /**
   * Never sent.
   */
  | 'DECISION_UNSPECIFIED'
  | 0
  /**
   * Act on the first reading: it is believed.
   */
  | 'DECISION_ACCEPT'
  | 1
  /**
   * Ask the user which of the readings was meant, or whether the only one was ("did you mean ...?").
   */
  | 'DECISION_CLARIFY'
  | 2
  /**
   * The utterance is none for these domains.
   */
  | 'DECISION_REJECT'
  | 3

/**
 * What a dialogue orchestrator should do with an utterance.
 */
export type Decision__Output = typeof Decision[keyof typeof Decision]
