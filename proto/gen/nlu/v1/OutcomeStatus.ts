// Original file: proto/nlu/v1/feedback.proto

/**
 * What became of one outcome.
 */
export const OutcomeStatus = {
  /**
   * Never sent.
   */
  OUTCOME_STATUS_UNSPECIFIED: 'OUTCOME_STATUS_UNSPECIFIED',
  /**
   * It is kept: written to the disk, or acknowledged by NATS. No crash loses it.
   */
  OUTCOME_STATUS_STORED: 'OUTCOME_STATUS_STORED',
  /**
   * It was kept before under the same event_id.
   */
  OUTCOME_STATUS_DUPLICATE: 'OUTCOME_STATUS_DUPLICATE',
  /**
   * A field is wrong; message names it. Sent again it is refused again.
   */
  OUTCOME_STATUS_REFUSED: 'OUTCOME_STATUS_REFUSED',
  /**
   * It is older than events are kept.
   */
  OUTCOME_STATUS_TOO_OLD: 'OUTCOME_STATUS_TOO_OLD',
  /**
   * It lies more than an hour ahead of the gateway's clock.
   */
  OUTCOME_STATUS_IN_FUTURE: 'OUTCOME_STATUS_IN_FUTURE',
  /**
   * It came about before the customer was forgotten.
   */
  OUTCOME_STATUS_FORGOTTEN: 'OUTCOME_STATUS_FORGOTTEN',
  /**
   * The customer has had as many events in this hour as are kept.
   */
  OUTCOME_STATUS_TOO_MANY: 'OUTCOME_STATUS_TOO_MANY',
  /**
   * It could not be kept now; report it again later, under the same event_id.
   */
  OUTCOME_STATUS_NOT_STORED: 'OUTCOME_STATUS_NOT_STORED',
} as const;

/**
 * What became of one outcome.
 */
export type OutcomeStatus =
  /**
   * Never sent.
   */
  | 'OUTCOME_STATUS_UNSPECIFIED'
  | 0
  /**
   * It is kept: written to the disk, or acknowledged by NATS. No crash loses it.
   */
  | 'OUTCOME_STATUS_STORED'
  | 1
  /**
   * It was kept before under the same event_id.
   */
  | 'OUTCOME_STATUS_DUPLICATE'
  | 2
  /**
   * A field is wrong; message names it. Sent again it is refused again.
   */
  | 'OUTCOME_STATUS_REFUSED'
  | 3
  /**
   * It is older than events are kept.
   */
  | 'OUTCOME_STATUS_TOO_OLD'
  | 4
  /**
   * It lies more than an hour ahead of the gateway's clock.
   */
  | 'OUTCOME_STATUS_IN_FUTURE'
  | 5
  /**
   * It came about before the customer was forgotten.
   */
  | 'OUTCOME_STATUS_FORGOTTEN'
  | 6
  /**
   * The customer has had as many events in this hour as are kept.
   */
  | 'OUTCOME_STATUS_TOO_MANY'
  | 7
  /**
   * It could not be kept now; report it again later, under the same event_id.
   */
  | 'OUTCOME_STATUS_NOT_STORED'
  | 8

/**
 * What became of one outcome.
 */
export type OutcomeStatus__Output = typeof OutcomeStatus[keyof typeof OutcomeStatus]
