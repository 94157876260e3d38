// Original file: proto/nlu/v1/domain.proto


/**
 * The reply to one call inside a stream of Exchange.
 */
export interface Reply {
  /**
   * Number of the call.
   */
  'id'?: (number);
  /**
   * gRPC status code; 0 is OK.
   */
  'code'?: (number);
  /**
   * Message of the status; empty when OK.
   */
  'details'?: (string);
  /**
   * The method's encoded response message; empty unless OK.
   */
  'response'?: (Buffer | Uint8Array | string);
}

/**
 * The reply to one call inside a stream of Exchange.
 */
export interface Reply__Output {
  /**
   * Number of the call.
   */
  'id': (number);
  /**
   * gRPC status code; 0 is OK.
   */
  'code': (number);
  /**
   * Message of the status; empty when OK.
   */
  'details': (string);
  /**
   * The method's encoded response message; empty unless OK.
   */
  'response': (Buffer);
}
