// Original file: proto/nlu/v1/domain.proto


export interface Reply {
  'id'?: (number);
  'code'?: (number);
  'details'?: (string);
  'response'?: (Buffer | Uint8Array | string);
}

export interface Reply__Output {
  'id': (number);
  'code': (number);
  'details': (string);
  'response': (Buffer);
}
