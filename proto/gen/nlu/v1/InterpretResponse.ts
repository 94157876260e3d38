// Original file: proto/nlu/v1/gateway.proto

import type { Decision as _nlu_v1_Decision, Decision__Output as _nlu_v1_Decision__Output } from './Decision.js';
import type { Hypothesis as _nlu_v1_Hypothesis, Hypothesis__Output as _nlu_v1_Hypothesis__Output } from './Hypothesis.js';
import type { DomainStatus as _nlu_v1_DomainStatus, DomainStatus__Output as _nlu_v1_DomainStatus__Output } from './DomainStatus.js';
import type { Reading as _nlu_v1_Reading, Reading__Output as _nlu_v1_Reading__Output } from './Reading.js';
import type { PriorFlip as _nlu_v1_PriorFlip, PriorFlip__Output as _nlu_v1_PriorFlip__Output } from './PriorFlip.js';

export interface InterpretResponse {
  'requestId'?: (string);
  'decision'?: (_nlu_v1_Decision);
  'hypotheses'?: (_nlu_v1_Hypothesis)[];
  'domains'?: (_nlu_v1_DomainStatus)[];
  'degraded'?: (boolean);
  'missingDomainRisk'?: (number | string);
  'priorsVersion'?: (string);
  'readings'?: (_nlu_v1_Reading)[];
  'priorFlip'?: (_nlu_v1_PriorFlip | null);
}

export interface InterpretResponse__Output {
  'requestId': (string);
  'decision': (_nlu_v1_Decision__Output);
  'hypotheses': (_nlu_v1_Hypothesis__Output)[];
  'domains': (_nlu_v1_DomainStatus__Output)[];
  'degraded': (boolean);
  'missingDomainRisk': (number);
  'priorsVersion': (string);
  'readings': (_nlu_v1_Reading__Output)[];
  'priorFlip': (_nlu_v1_PriorFlip__Output | null);
}
