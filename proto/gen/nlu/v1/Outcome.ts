// Original file: proto/nlu/v1/feedback.proto

import type { BargeIn as _nlu_v1_BargeIn, BargeIn__Output as _nlu_v1_BargeIn__Output } from '../../nlu/v1/BargeIn.js';
import type { Playback as _nlu_v1_Playback, Playback__Output as _nlu_v1_Playback__Output } from '../../nlu/v1/Playback.js';
import type { Choice as _nlu_v1_Choice, Choice__Output as _nlu_v1_Choice__Output } from '../../nlu/v1/Choice.js';
import type { Answer as _nlu_v1_Answer, Answer__Output as _nlu_v1_Answer__Output } from '../../nlu/v1/Answer.js';
import type { Stop as _nlu_v1_Stop, Stop__Output as _nlu_v1_Stop__Output } from '../../nlu/v1/Stop.js';
import type { Served as _nlu_v1_Served, Served__Output as _nlu_v1_Served__Output } from '../../nlu/v1/Served.js';

/**
 * One thing that came of an answer. A rephrase is none: it is the session's next request.
 */
export interface Outcome {
  /**
   * Name of the event, 1 to 128 characters, which the caller makes. What is reported again under it is the same event.
   */
  'eventId'?: (string);
  /**
   * The request_id of the request that it came of, 1 to 128 characters. The gateway need not know it.
   */
  'requestId'?: (string);
  /**
   * The customer of that request, as it was sent there; empty where there was none.
   */
  'customer'?: (string);
  /**
   * When it came about, RFC 3339. At most an hour ahead of the gateway's clock, and no older than events are kept.
   */
  'time'?: (string);
  /**
   * The user spoke into the response.
   */
  'bargeIn'?: (_nlu_v1_BargeIn | null);
  /**
   * Something was played.
   */
  'playback'?: (_nlu_v1_Playback | null);
  /**
   * The user chose among the readings.
   */
  'choice'?: (_nlu_v1_Choice | null);
  /**
   * The user was asked whether it was right.
   */
  'answer'?: (_nlu_v1_Answer | null);
  /**
   * The user stopped it.
   */
  'stop'?: (_nlu_v1_Stop | null);
  /**
   * What was done in the end.
   */
  'served'?: (_nlu_v1_Served | null);
  /**
   * What came of it.
   */
  'what'?: "bargeIn"|"playback"|"choice"|"answer"|"stop"|"served";
}

/**
 * One thing that came of an answer. A rephrase is none: it is the session's next request.
 */
export interface Outcome__Output {
  /**
   * Name of the event, 1 to 128 characters, which the caller makes. What is reported again under it is the same event.
   */
  'eventId': (string);
  /**
   * The request_id of the request that it came of, 1 to 128 characters. The gateway need not know it.
   */
  'requestId': (string);
  /**
   * The customer of that request, as it was sent there; empty where there was none.
   */
  'customer': (string);
  /**
   * When it came about, RFC 3339. At most an hour ahead of the gateway's clock, and no older than events are kept.
   */
  'time': (string);
  /**
   * The user spoke into the response.
   */
  'bargeIn'?: (_nlu_v1_BargeIn__Output | null);
  /**
   * Something was played.
   */
  'playback'?: (_nlu_v1_Playback__Output | null);
  /**
   * The user chose among the readings.
   */
  'choice'?: (_nlu_v1_Choice__Output | null);
  /**
   * The user was asked whether it was right.
   */
  'answer'?: (_nlu_v1_Answer__Output | null);
  /**
   * The user stopped it.
   */
  'stop'?: (_nlu_v1_Stop__Output | null);
  /**
   * What was done in the end.
   */
  'served'?: (_nlu_v1_Served__Output | null);
}
