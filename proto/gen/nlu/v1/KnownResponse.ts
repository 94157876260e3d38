// Original file: proto/nlu/v1/feedback.proto


/**
 * Response of Feedback.Known.
 */
export interface KnownResponse {
  /**
   * Whether anything is kept of the customer that can be read.
   */
  'known'?: (boolean);
  /**
   * When the first of it was kept, RFC 3339; empty where nothing is.
   */
  'since'?: (string);
  /**
   * Number of requests that are kept.
   */
  'requests'?: (number);
  /**
   * Number of outcomes that are kept.
   */
  'outcomes'?: (number);
  /**
   * Whether the words of requests are kept too, at present.
   */
  'texts'?: (boolean);
  /**
   * How long events are kept, in days.
   */
  'days'?: (number);
  /**
   * Number of the customer's own words that went well and are kept, to understand them by where they are heard badly.
   */
  'ownTexts'?: (number);
}

/**
 * Response of Feedback.Known.
 */
export interface KnownResponse__Output {
  /**
   * Whether anything is kept of the customer that can be read.
   */
  'known': (boolean);
  /**
   * When the first of it was kept, RFC 3339; empty where nothing is.
   */
  'since': (string);
  /**
   * Number of requests that are kept.
   */
  'requests': (number);
  /**
   * Number of outcomes that are kept.
   */
  'outcomes': (number);
  /**
   * Whether the words of requests are kept too, at present.
   */
  'texts': (boolean);
  /**
   * How long events are kept, in days.
   */
  'days': (number);
  /**
   * Number of the customer's own words that went well and are kept, to understand them by where they are heard badly.
   */
  'ownTexts': (number);
}
