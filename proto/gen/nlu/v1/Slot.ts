// Original file: proto/nlu/v1/hypothesis.proto


export interface Slot {
  'name'?: (string);
  'value'?: (string);
  'start'?: (number);
  'end'?: (number);
}

export interface Slot__Output {
  'name': (string);
  'value': (string);
  'start': (number);
  'end': (number);
}
