// Original file: proto/nlu/v1/domain.proto


export interface DomainInterpretRequest {
  'utterance'?: (string);
  'requestId'?: (string);
  'maxHypotheses'?: (number);
  'version'?: (string);
  'explain'?: (boolean);
  'skipScreened'?: (boolean);
}

export interface DomainInterpretRequest__Output {
  'utterance': (string);
  'requestId': (string);
  'maxHypotheses': (number);
  'version': (string);
  'explain': (boolean);
  'skipScreened': (boolean);
}
