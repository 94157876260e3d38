// Original file: proto/nlu/v1/gateway.proto

import type { Hypothesis as _nlu_v1_Hypothesis, Hypothesis__Output as _nlu_v1_Hypothesis__Output } from './Hypothesis.js';

export interface Reading {
  'domain'?: (string);
  'title'?: (string);
  'probability'?: (number | string);
  'hypothesis'?: (_nlu_v1_Hypothesis | null);
}

export interface Reading__Output {
  'domain': (string);
  'title': (string);
  'probability': (number);
  'hypothesis': (_nlu_v1_Hypothesis__Output | null);
}
