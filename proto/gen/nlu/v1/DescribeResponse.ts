// Original file: proto/nlu/v1/domain.proto

import type { IntentSchema as _nlu_v1_IntentSchema, IntentSchema__Output as _nlu_v1_IntentSchema__Output } from './IntentSchema.js';
import type { RerankerWeight as _nlu_v1_RerankerWeight, RerankerWeight__Output as _nlu_v1_RerankerWeight__Output } from './RerankerWeight.js';
import type { LoadedVersion as _nlu_v1_LoadedVersion, LoadedVersion__Output as _nlu_v1_LoadedVersion__Output } from './LoadedVersion.js';

export interface DescribeResponse {
  'domain'?: (string);
  'intents'?: (_nlu_v1_IntentSchema)[];
  'bundleVersion'?: (string);
  'bundleDigest'?: (string);
  'rerankerForm'?: (string);
  'rerankerWeights'?: (_nlu_v1_RerankerWeight)[];
  'versions'?: (_nlu_v1_LoadedVersion)[];
}

export interface DescribeResponse__Output {
  'domain': (string);
  'intents': (_nlu_v1_IntentSchema__Output)[];
  'bundleVersion': (string);
  'bundleDigest': (string);
  'rerankerForm': (string);
  'rerankerWeights': (_nlu_v1_RerankerWeight__Output)[];
  'versions': (_nlu_v1_LoadedVersion__Output)[];
}
