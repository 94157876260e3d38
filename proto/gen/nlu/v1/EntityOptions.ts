// Original file: proto/nlu/v1/domain.proto


/**
 * How a domain looks for the entities of hypotheses. Its presence asks for them.
 */
export interface EntityOptions {
  /**
   * The catalogue version to use; empty means the active one.
   */
  'catalogueVersion'?: (string);
  /**
   * Type of the device, as in DeviceContext; empty means unknown.
   */
  'deviceType'?: (string);
  /**
   * Local hour, 0 to 23; absent means unknown.
   */
  'hour'?: (number);
  '_hour'?: "hour";
}

/**
 * How a domain looks for the entities of hypotheses. Its presence asks for them.
 */
export interface EntityOptions__Output {
  /**
   * The catalogue version to use; empty means the active one.
   */
  'catalogueVersion': (string);
  /**
   * Type of the device, as in DeviceContext; empty means unknown.
   */
  'deviceType': (string);
  /**
   * Local hour, 0 to 23; absent means unknown.
   */
  'hour'?: (number);
}
