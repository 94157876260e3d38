// Original file: proto/nlu/v1/description.proto


/**
 * One intent of a domain's schema.
 */
export interface IntentSchema {
  /**
   * Name of the intent.
   */
  'name'?: (string);
  /**
   * Names of the slots that a hypothesis of this intent may have.
   */
  'slots'?: (string)[];
}

/**
 * One intent of a domain's schema.
 */
export interface IntentSchema__Output {
  /**
   * Name of the intent.
   */
  'name': (string);
  /**
   * Names of the slots that a hypothesis of this intent may have.
   */
  'slots': (string)[];
}
