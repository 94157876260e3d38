// Original file: proto/nlu/v1/domain.proto


export interface Call {
  'id'?: (number);
  'method'?: (string);
  'request'?: (Buffer | Uint8Array | string);
  'timeoutMs'?: (number);
  'metadata'?: ({[key: string]: string});
}

export interface Call__Output {
  'id': (number);
  'method': (string);
  'request': (Buffer);
  'timeoutMs': (number);
  'metadata': ({[key: string]: string});
}
