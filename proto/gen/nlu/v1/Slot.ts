// Original file: proto/nlu/v1/hypothesis.proto


/**
 * One slot of a hypothesis: a named piece of the utterance. Offsets count Unicode code points of the utterance as it was
 * sent.
 */
export interface Slot {
  /**
   * Name of the slot in the domain's schema, for example "artist".
   */
  'name'?: (string);
  /**
   * The words that fill the slot, as they stand in the utterance.
   */
  'value'?: (string);
  /**
   * Offset of the value's first code point. In a Rerank request start and end may both be 0: the value is then looked up
   * in the utterance.
   */
  'start'?: (number);
  /**
   * Offset behind the value's last code point.
   */
  'end'?: (number);
}

/**
 * One slot of a hypothesis: a named piece of the utterance. Offsets count Unicode code points of the utterance as it was
 * sent.
 */
export interface Slot__Output {
  /**
   * Name of the slot in the domain's schema, for example "artist".
   */
  'name': (string);
  /**
   * The words that fill the slot, as they stand in the utterance.
   */
  'value': (string);
  /**
   * Offset of the value's first code point. In a Rerank request start and end may both be 0: the value is then looked up
   * in the utterance.
   */
  'start': (number);
  /**
   * Offset behind the value's last code point.
   */
  'end': (number);
}
