// Original file: proto/nlu/v1/domain.proto

import type { Reply as _nlu_v1_Reply, Reply__Output as _nlu_v1_Reply__Output } from '../../nlu/v1/Reply.js';

/**
 * Replies that became ready in one tick.
 */
export interface ReplyBatch {
  /**
   * The replies, in any order.
   */
  'replies'?: (_nlu_v1_Reply)[];
  /**
   * Asks for no more calls: the service drains, and ends the stream after its last reply.
   */
  'closing'?: (boolean);
}

/**
 * Replies that became ready in one tick.
 */
export interface ReplyBatch__Output {
  /**
   * The replies, in any order.
   */
  'replies': (_nlu_v1_Reply__Output)[];
  /**
   * Asks for no more calls: the service drains, and ends the stream after its last reply.
   */
  'closing': (boolean);
}
