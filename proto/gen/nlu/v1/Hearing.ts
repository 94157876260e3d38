// Original file: proto/nlu/v1/gateway.proto


/**
 * One entry of a speech recogniser's n-best list: words that the user may have said.
 */
export interface Hearing {
  /**
   * The words, as text.
   */
  'text'?: (string);
  /**
   * How likely the recogniser takes them to be: 0 or more, finite, on any one scale of probabilities. Those of a list are
   * divided by their sum. Where one entry has none, none counts, and the order of the list decides.
   */
  'confidence'?: (number | string);
  '_confidence'?: "confidence";
}

/**
 * One entry of a speech recogniser's n-best list: words that the user may have said.
 */
export interface Hearing__Output {
  /**
   * The words, as text.
   */
  'text': (string);
  /**
   * How likely the recogniser takes them to be: 0 or more, finite, on any one scale of probabilities. Those of a list are
   * divided by their sum. Where one entry has none, none counts, and the order of the list decides.
   */
  'confidence'?: (number);
}
