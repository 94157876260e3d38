// Original file: proto/nlu/v1/domain.proto

import type { Call as _nlu_v1_Call, Call__Output as _nlu_v1_Call__Output } from './Call.js';

export interface CallBatch {
  'calls'?: (_nlu_v1_Call)[];
  'cancelled'?: (number)[];
}

export interface CallBatch__Output {
  'calls': (_nlu_v1_Call__Output)[];
  'cancelled': (number)[];
}
