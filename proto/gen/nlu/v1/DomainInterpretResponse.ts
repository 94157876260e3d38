// Original file: proto/nlu/v1/domain.proto

import type { Hypothesis as _nlu_v1_Hypothesis, Hypothesis__Output as _nlu_v1_Hypothesis__Output } from './Hypothesis.js';

export interface DomainInterpretResponse {
  'requestId'?: (string);
  'hypotheses'?: (_nlu_v1_Hypothesis)[];
  'inDomain'?: (number | string);
  'bundleVersion'?: (string);
  'bundleDigest'?: (string);
  'listedPopularity'?: (number | string);
  'hypothesesLeftOut'?: (boolean);
  '_listedPopularity'?: "listedPopularity";
}

export interface DomainInterpretResponse__Output {
  'requestId': (string);
  'hypotheses': (_nlu_v1_Hypothesis__Output)[];
  'inDomain': (number);
  'bundleVersion': (string);
  'bundleDigest': (string);
  'listedPopularity'?: (number);
  'hypothesesLeftOut': (boolean);
  '_listedPopularity'?: "listedPopularity";
}
