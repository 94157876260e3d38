// Original file: proto/nlu/v1/gateway.proto


export interface DeviceContext {
  'deviceType'?: (string);
  'hasScreen'?: (boolean);
  'foregroundDomain'?: (string);
  'locale'?: (string);
  'localTime'?: (string);
  '_hasScreen'?: "hasScreen";
}

export interface DeviceContext__Output {
  'deviceType': (string);
  'hasScreen'?: (boolean);
  'foregroundDomain': (string);
  'locale': (string);
  'localTime': (string);
  '_hasScreen'?: "hasScreen";
}
