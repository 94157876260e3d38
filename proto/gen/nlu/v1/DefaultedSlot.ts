// Original file: proto/nlu/v1/hypothesis.proto


/**
 * A slot that the words leave open, filled by a customer's preference.
 */
export interface DefaultedSlot {
  /**
   * Name of the slot in the domain's schema, for example "service".
   */
  'name'?: (string);
  /**
   * What fills it.
   */
  'value'?: (string);
}

/**
 * A slot that the words leave open, filled by a customer's preference.
 */
export interface DefaultedSlot__Output {
  /**
   * Name of the slot in the domain's schema, for example "service".
   */
  'name': (string);
  /**
   * What fills it.
   */
  'value': (string);
}
