// Original file: proto/nlu/v1/hypothesis.proto

import type { Slot as _nlu_v1_Slot, Slot__Output as _nlu_v1_Slot__Output } from './Slot.js';
import type { Scores as _nlu_v1_Scores, Scores__Output as _nlu_v1_Scores__Output } from './Scores.js';

export interface RawHypothesis {
  'domain'?: (string);
  'intent'?: (string);
  'slots'?: (_nlu_v1_Slot)[];
  'scores'?: (_nlu_v1_Scores | null);
}

export interface RawHypothesis__Output {
  'domain': (string);
  'intent': (string);
  'slots': (_nlu_v1_Slot__Output)[];
  'scores': (_nlu_v1_Scores__Output | null);
}
