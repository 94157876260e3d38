// Original file: proto/nlu/v1/gateway.proto


/**
 * Request of Gateway.Describe.
 */
export interface DescribeRequest {
  /**
   * Name of the request, which stands in logs and does not come back; may be empty.
   */
  'requestId'?: (string);
  /**
   * The domains to describe; empty means every domain.
   */
  'domains'?: (string)[];
}

/**
 * Request of Gateway.Describe.
 */
export interface DescribeRequest__Output {
  /**
   * Name of the request, which stands in logs and does not come back; may be empty.
   */
  'requestId': (string);
  /**
   * The domains to describe; empty means every domain.
   */
  'domains': (string)[];
}
