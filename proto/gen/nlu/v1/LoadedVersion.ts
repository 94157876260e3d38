// Original file: proto/nlu/v1/description.proto


/**
 * One bundle version that a service knows.
 */
export interface LoadedVersion {
  /**
   * The version.
   */
  'version'?: (string);
  /**
   * SHA-256 of the bundle's contents, in hexadecimal.
   */
  'digest'?: (string);
  /**
   * Its state in the service's life cycle: "fetching", "verifying", "warming", "active", "retiring", "retired" or "refused".
   */
  'state'?: (string);
}

/**
 * One bundle version that a service knows.
 */
export interface LoadedVersion__Output {
  /**
   * The version.
   */
  'version': (string);
  /**
   * SHA-256 of the bundle's contents, in hexadecimal.
   */
  'digest': (string);
  /**
   * Its state in the service's life cycle: "fetching", "verifying", "warming", "active", "retiring", "retired" or "refused".
   */
  'state': (string);
}
