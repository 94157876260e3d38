// Original file: proto/nlu/v1/hypothesis.proto


export interface Scores {
  'domain'?: (number | string);
  'intent'?: (number | string);
  'slot'?: (number | string);
}

export interface Scores__Output {
  'domain': (number);
  'intent': (number);
  'slot': (number);
}
