// Original file: proto/nlu/v1/gateway.proto


/**
 * A request of the user that a domain served. It counts by its age at local_time, exponentially less as it gets older. Of
 * more than 100 the latest 100 count, and one that lies in the future counts as just now.
 */
export interface RecentActivity {
  /**
   * Name of the domain; a name that the gateway does not know counts for nothing.
   */
  'domain'?: (string);
  /**
   * When it was served, RFC 3339, by the device's own clock.
   */
  'time'?: (string);
}

/**
 * A request of the user that a domain served. It counts by its age at local_time, exponentially less as it gets older. Of
 * more than 100 the latest 100 count, and one that lies in the future counts as just now.
 */
export interface RecentActivity__Output {
  /**
   * Name of the domain; a name that the gateway does not know counts for nothing.
   */
  'domain': (string);
  /**
   * When it was served, RFC 3339, by the device's own clock.
   */
  'time': (string);
}
