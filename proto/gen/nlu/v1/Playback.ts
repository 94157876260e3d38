// Original file: proto/nlu/v1/feedback.proto


/**
 * Something was played.
 */
export interface Playback {
  /**
   * Id of the entity in its domain's catalogue, or the orchestrator's own; at most 256 characters, empty where it has none.
   */
  'entity'?: (string);
  /**
   * How much of it was played, in ms.
   */
  'playedMs'?: (number);
  /**
   * Its length, in ms; 0 where that is not known.
   */
  'ofMs'?: (number);
}

/**
 * Something was played.
 */
export interface Playback__Output {
  /**
   * Id of the entity in its domain's catalogue, or the orchestrator's own; at most 256 characters, empty where it has none.
   */
  'entity': (string);
  /**
   * How much of it was played, in ms.
   */
  'playedMs': (number);
  /**
   * Its length, in ms; 0 where that is not known.
   */
  'ofMs': (number);
}
