// Original file: proto/nlu/v1/preference.proto


/**
 * What a customer means by some words.
 */
export interface Meaning {
  /**
   * The words, as a slot's value or a title: for example "the tower"; 1 to 256 characters.
   */
  'words'?: (string);
  /**
   * Name of the domain that is meant.
   */
  'domain'?: (string);
  /**
   * The kind of thing that is meant, as of Thing; empty: any of the domain's.
   */
  'kind'?: (string);
  /**
   * Id of what is meant in the domain's catalogue; empty: none in particular.
   */
  'entity'?: (string);
}

/**
 * What a customer means by some words.
 */
export interface Meaning__Output {
  /**
   * The words, as a slot's value or a title: for example "the tower"; 1 to 256 characters.
   */
  'words': (string);
  /**
   * Name of the domain that is meant.
   */
  'domain': (string);
  /**
   * The kind of thing that is meant, as of Thing; empty: any of the domain's.
   */
  'kind': (string);
  /**
   * Id of what is meant in the domain's catalogue; empty: none in particular.
   */
  'entity': (string);
}
