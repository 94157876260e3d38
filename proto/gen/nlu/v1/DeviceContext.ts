// Original file: proto/nlu/v1/gateway.proto

import type { RecentActivity as _nlu_v1_RecentActivity, RecentActivity__Output as _nlu_v1_RecentActivity__Output } from '../../nlu/v1/RecentActivity.js';

/**
 * What is known of the device and of its user's last activities. Every field may be left empty.
 */
export interface DeviceContext {
  /**
   * Type of the device: speaker, tv, ereader, phone, tablet, car, watch, headphones or display; empty means unknown.
   */
  'deviceType'?: (string);
  /**
   * Whether the device has a screen; absent means not known. It counts when the device type leaves it open (unknown, car).
   */
  'hasScreen'?: (boolean);
  /**
   * Domain of the app in the foreground or of what is playing; empty means none.
   */
  'foregroundDomain'?: (string);
  /**
   * Language and region of the device, BCP 47, for example "en-GB".
   */
  'locale'?: (string);
  /**
   * The device's local time, RFC 3339 with its own offset.
   */
  'localTime'?: (string);
  /**
   * What the user did last, in any order; needs local_time.
   */
  'recent'?: (_nlu_v1_RecentActivity)[];
  '_hasScreen'?: "hasScreen";
}

/**
 * What is known of the device and of its user's last activities. Every field may be left empty.
 */
export interface DeviceContext__Output {
  /**
   * Type of the device: speaker, tv, ereader, phone, tablet, car, watch, headphones or display; empty means unknown.
   */
  'deviceType': (string);
  /**
   * Whether the device has a screen; absent means not known. It counts when the device type leaves it open (unknown, car).
   */
  'hasScreen'?: (boolean);
  /**
   * Domain of the app in the foreground or of what is playing; empty means none.
   */
  'foregroundDomain': (string);
  /**
   * Language and region of the device, BCP 47, for example "en-GB".
   */
  'locale': (string);
  /**
   * The device's local time, RFC 3339 with its own offset.
   */
  'localTime': (string);
  /**
   * What the user did last, in any order; needs local_time.
   */
  'recent': (_nlu_v1_RecentActivity__Output)[];
}
