// Original file: proto/nlu/v1/gateway.proto

import type { RecentActivity as _nlu_v1_RecentActivity, RecentActivity__Output as _nlu_v1_RecentActivity__Output } from './RecentActivity.js';

export interface DeviceContext {
  'deviceType'?: (string);
  'hasScreen'?: (boolean);
  'foregroundDomain'?: (string);
  'locale'?: (string);
  'localTime'?: (string);
  'recent'?: (_nlu_v1_RecentActivity)[];
  '_hasScreen'?: "hasScreen";
}

export interface DeviceContext__Output {
  'deviceType': (string);
  'hasScreen'?: (boolean);
  'foregroundDomain': (string);
  'locale': (string);
  'localTime': (string);
  'recent': (_nlu_v1_RecentActivity__Output)[];
  '_hasScreen'?: "hasScreen";
}
