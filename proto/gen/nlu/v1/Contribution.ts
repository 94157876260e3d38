// Original file: proto/nlu/v1/hypothesis.proto


export interface Contribution {
  'name'?: (string);
  'value'?: (number | string);
}

export interface Contribution__Output {
  'name': (string);
  'value': (number);
}
