// Original file: proto/nlu/v1/gateway.proto


export interface PriorFlip {
  'domain'?: (string);
  'logOdds'?: (number | string);
}

export interface PriorFlip__Output {
  'domain': (string);
  'logOdds': (number);
}
