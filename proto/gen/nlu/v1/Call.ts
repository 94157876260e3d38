// Original file: proto/nlu/v1/domain.proto


/**
 * One call inside a stream of Exchange.
 */
export interface Call {
  /**
   * Number of the call, used once in a stream.
   */
  'id'?: (number);
  /**
   * Name of the method: "Interpret" or "Rerank".
   */
  'method'?: (string);
  /**
   * The method's encoded request message.
   */
  'request'?: (Buffer | Uint8Array | string);
  /**
   * Time that the call may take, in ms.
   */
  'timeoutMs'?: (number);
  /**
   * Metadata of the call, such as its trace.
   */
  'metadata'?: ({[key: string]: string});
}

/**
 * One call inside a stream of Exchange.
 */
export interface Call__Output {
  /**
   * Number of the call, used once in a stream.
   */
  'id': (number);
  /**
   * Name of the method: "Interpret" or "Rerank".
   */
  'method': (string);
  /**
   * The method's encoded request message.
   */
  'request': (Buffer);
  /**
   * Time that the call may take, in ms.
   */
  'timeoutMs': (number);
  /**
   * Metadata of the call, such as its trace.
   */
  'metadata': ({[key: string]: string});
}
