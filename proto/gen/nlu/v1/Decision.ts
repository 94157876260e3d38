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
   * The utterance is none for these domains, those that did not answer included.
   */
  DECISION_REJECT: 'DECISION_REJECT',
  /**
   * A domain that did not answer may be the one that was meant: neither act nor reject; say so, or ask again soon. Only
   * when degraded, and where missing_domain_risk is above the gateway's bound.
   */
  DECISION_UNDECIDED: 'DECISION_UNDECIDED',
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
   * The utterance is none for these domains, those that did not answer included.
   */
  | 'DECISION_REJECT'
  | 3
  /**
   * A domain that did not answer may be the one that was meant: neither act nor reject; say so, or ask again soon. Only
   * when degraded, and where missing_domain_risk is above the gateway's bound.
   */
  | 'DECISION_UNDECIDED'
  | 4

/**
 * What a dialogue orchestrator should do with an utterance.
 */
export type Decision__Output = typeof Decision[keyof typeof Decision]
