// Original file: proto/nlu/v1/hypothesis.proto

import type { Slot as _nlu_v1_Slot, Slot__Output as _nlu_v1_Slot__Output } from './Slot.js';
import type { Scores as _nlu_v1_Scores, Scores__Output as _nlu_v1_Scores__Output } from './Scores.js';
import type { Contribution as _nlu_v1_Contribution, Contribution__Output as _nlu_v1_Contribution__Output } from './Contribution.js';

export interface Hypothesis {
  'domain'?: (string);
  'intent'?: (string);
  'slots'?: (_nlu_v1_Slot)[];
  'scores'?: (_nlu_v1_Scores | null);
  'confidence'?: (number | string);
  'posterior'?: (number | string);
  'contributions'?: (_nlu_v1_Contribution)[];
  'priorShift'?: (number | string);
  'priorContributions'?: (_nlu_v1_Contribution)[];
}

export interface Hypothesis__Output {
  'domain': (string);
  'intent': (string);
  'slots': (_nlu_v1_Slot__Output)[];
  'scores': (_nlu_v1_Scores__Output | null);
  'confidence': (number);
  'posterior': (number);
  'contributions': (_nlu_v1_Contribution__Output)[];
  'priorShift': (number);
  'priorContributions': (_nlu_v1_Contribution__Output)[];
}
