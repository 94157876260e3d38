// Original file: proto/nlu/v1/domain.proto

import type { RawHypothesis as _nlu_v1_RawHypothesis, RawHypothesis__Output as _nlu_v1_RawHypothesis__Output } from './RawHypothesis.js';

export interface DomainRerankRequest {
  'utterance'?: (string);
  'requestId'?: (string);
  'hypotheses'?: (_nlu_v1_RawHypothesis)[];
  'version'?: (string);
  'explain'?: (boolean);
}

export interface DomainRerankRequest__Output {
  'utterance': (string);
  'requestId': (string);
  'hypotheses': (_nlu_v1_RawHypothesis__Output)[];
  'version': (string);
  'explain': (boolean);
}
