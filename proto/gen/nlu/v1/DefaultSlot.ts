// Original file: proto/nlu/v1/preference.proto


/**
 * What a slot is filled with where the words leave it open.
 */
export interface DefaultSlot {
  /**
   * Name of the domain.
   */
  'domain'?: (string);
  /**
   * Name of the intent in the domain's schema; empty: every intent that has the slot.
   */
  'intent'?: (string);
  /**
   * Name of the slot in the domain's schema, for example "service".
   */
  'slot'?: (string);
  /**
   * What fills it, for example "deezer", 1 to 256 characters.
   */
  'value'?: (string);
}

/**
 * What a slot is filled with where the words leave it open.
 */
export interface DefaultSlot__Output {
  /**
   * Name of the domain.
   */
  'domain': (string);
  /**
   * Name of the intent in the domain's schema; empty: every intent that has the slot.
   */
  'intent': (string);
  /**
   * Name of the slot in the domain's schema, for example "service".
   */
  'slot': (string);
  /**
   * What fills it, for example "deezer", 1 to 256 characters.
   */
  'value': (string);
}
