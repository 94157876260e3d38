// Original file: proto/nlu/v1/gateway.proto

import type { DeviceContext as _nlu_v1_DeviceContext, DeviceContext__Output as _nlu_v1_DeviceContext__Output } from './DeviceContext.js';
import type { RawHypothesis as _nlu_v1_RawHypothesis, RawHypothesis__Output as _nlu_v1_RawHypothesis__Output } from './RawHypothesis.js';

export interface RerankRequest {
  'utterance'?: (string);
  'requestId'?: (string);
  'context'?: (_nlu_v1_DeviceContext | null);
  'hypotheses'?: (_nlu_v1_RawHypothesis)[];
  'maxHypotheses'?: (number);
  'minConfidence'?: (number | string);
  'versions'?: ({[key: string]: string});
  'applyPriors'?: (boolean);
  'explain'?: (boolean);
  '_applyPriors'?: "applyPriors";
}

export interface RerankRequest__Output {
  'utterance': (string);
  'requestId': (string);
  'context': (_nlu_v1_DeviceContext__Output | null);
  'hypotheses': (_nlu_v1_RawHypothesis__Output)[];
  'maxHypotheses': (number);
  'minConfidence': (number);
  'versions': ({[key: string]: string});
  'applyPriors'?: (boolean);
  'explain': (boolean);
  '_applyPriors'?: "applyPriors";
}
