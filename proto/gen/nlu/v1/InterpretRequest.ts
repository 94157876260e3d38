// Original file: proto/nlu/v1/gateway.proto

import type { DeviceContext as _nlu_v1_DeviceContext, DeviceContext__Output as _nlu_v1_DeviceContext__Output } from './DeviceContext.js';

export interface InterpretRequest {
  'utterance'?: (string);
  'requestId'?: (string);
  'context'?: (_nlu_v1_DeviceContext | null);
  'maxHypotheses'?: (number);
  'minConfidence'?: (number | string);
  'domains'?: (string)[];
  'versions'?: ({[key: string]: string});
  'applyPriors'?: (boolean);
  'explain'?: (boolean);
  'includeScreened'?: (boolean);
  '_applyPriors'?: "applyPriors";
}

export interface InterpretRequest__Output {
  'utterance': (string);
  'requestId': (string);
  'context': (_nlu_v1_DeviceContext__Output | null);
  'maxHypotheses': (number);
  'minConfidence': (number);
  'domains': (string)[];
  'versions': ({[key: string]: string});
  'applyPriors'?: (boolean);
  'explain': (boolean);
  'includeScreened': (boolean);
  '_applyPriors'?: "applyPriors";
}
