// Original file: proto/nlu/v1/domain.proto

import type { Reply as _nlu_v1_Reply, Reply__Output as _nlu_v1_Reply__Output } from './Reply.js';

export interface ReplyBatch {
  'replies'?: (_nlu_v1_Reply)[];
  'closing'?: (boolean);
}

export interface ReplyBatch__Output {
  'replies': (_nlu_v1_Reply__Output)[];
  'closing': (boolean);
}
