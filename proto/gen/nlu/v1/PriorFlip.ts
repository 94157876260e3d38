// Original file: proto/nlu/v1/gateway.proto


/**
 * The smallest change of a prior that would let another domain's hypothesis win.
 */
export interface PriorFlip {
  /**
   * Name of the domain that would win.
   */
  'domain'?: (string);
  /**
   * Natural-log odds that its prior would have to gain.
   */
  'logOdds'?: (number | string);
}

/**
 * The smallest change of a prior that would let another domain's hypothesis win.
 */
export interface PriorFlip__Output {
  /**
   * Name of the domain that would win.
   */
  'domain': (string);
  /**
   * Natural-log odds that its prior would have to gain.
   */
  'logOdds': (number);
}
