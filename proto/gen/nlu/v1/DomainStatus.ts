// Original file: proto/nlu/v1/gateway.proto

import type { DomainStatusCode as _nlu_v1_DomainStatusCode, DomainStatusCode__Output as _nlu_v1_DomainStatusCode__Output } from './DomainStatusCode.js';

export interface DomainStatus {
  'domain'?: (string);
  'status'?: (_nlu_v1_DomainStatusCode);
  'bundleVersion'?: (string);
  'latencyMs'?: (number | string);
  'message'?: (string);
  'inDomain'?: (number | string);
}

export interface DomainStatus__Output {
  'domain': (string);
  'status': (_nlu_v1_DomainStatusCode__Output);
  'bundleVersion': (string);
  'latencyMs': (number);
  'message': (string);
  'inDomain': (number);
}
