// Original file: proto/nlu/v1/domain.proto


export interface IntentSchema {
  'name'?: (string);
  'slots'?: (string)[];
}

export interface IntentSchema__Output {
  'name': (string);
  'slots': (string)[];
}
