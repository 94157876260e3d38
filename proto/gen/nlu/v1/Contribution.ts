// Original file: proto/nlu/v1/hypothesis.proto


/**
 * One additive part of logit(confidence), or of the shift that a context prior added.
 */
export interface Contribution {
  /**
   * Which part: "bias", "domain", "intent", "slot" or a further evidence feature of the re-ranker; for a prior the
   * feature of the context, for example "device_type=tv".
   */
  'name'?: (string);
  /**
   * Its size in natural-log odds.
   */
  'value'?: (number | string);
}

/**
 * One additive part of logit(confidence), or of the shift that a context prior added.
 */
export interface Contribution__Output {
  /**
   * Which part: "bias", "domain", "intent", "slot" or a further evidence feature of the re-ranker; for a prior the
   * feature of the context, for example "device_type=tv".
   */
  'name': (string);
  /**
   * Its size in natural-log odds.
   */
  'value': (number);
}
