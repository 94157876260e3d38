// Original file: proto/nlu/v1/feedback.proto


/**
 * What the user chose when asked which reading was meant.
 */
export interface Choice {
  /**
   * Place of the reading in InterpretResponse.readings, from 0, at most 9; absent: none of them.
   */
  'reading'?: (number);
  '_reading'?: "reading";
}

/**
 * What the user chose when asked which reading was meant.
 */
export interface Choice__Output {
  /**
   * Place of the reading in InterpretResponse.readings, from 0, at most 9; absent: none of them.
   */
  'reading'?: (number);
}
