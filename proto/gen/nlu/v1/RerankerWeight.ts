// Original file: proto/nlu/v1/domain.proto


export interface RerankerWeight {
  'name'?: (string);
  'value'?: (number | string);
}

export interface RerankerWeight__Output {
  'name': (string);
  'value': (number);
}
