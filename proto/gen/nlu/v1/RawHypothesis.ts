// Original file: proto/nlu/v1/hypothesis.proto

import type { Slot as _nlu_v1_Slot, Slot__Output as _nlu_v1_Slot__Output } from '../../nlu/v1/Slot.js';
import type { Scores as _nlu_v1_Scores, Scores__Output as _nlu_v1_Scores__Output } from '../../nlu/v1/Scores.js';

/**
 * A hypothesis that the caller's own NLU made, to be re-ranked.
 */
export interface RawHypothesis {
  /**
   * Name of the domain that shall re-rank it.
   */
  'domain'?: (string);
  /**
   * Name of the intent in that domain's schema.
   */
  'intent'?: (string);
  /**
   * The slots that the utterance fills.
   */
  'slots'?: (_nlu_v1_Slot)[];
  /**
   * The raw scores of the caller's own NLU. A bundle with a recognizer needs all three. To a bundle of own scores they are
   * the scores called "domain", "intent" and "slot".
   */
  'scores'?: (_nlu_v1_Scores | null);
  /**
   * Further scores by name, finite and on any scale, for a bundle of own scores, which declares the names that it knows. One
   * that is left out is missing. A name stands here or in scores, not in both.
   */
  'namedScores'?: ({[key: string]: number | string});
}

/**
 * A hypothesis that the caller's own NLU made, to be re-ranked.
 */
export interface RawHypothesis__Output {
  /**
   * Name of the domain that shall re-rank it.
   */
  'domain': (string);
  /**
   * Name of the intent in that domain's schema.
   */
  'intent': (string);
  /**
   * The slots that the utterance fills.
   */
  'slots': (_nlu_v1_Slot__Output)[];
  /**
   * The raw scores of the caller's own NLU. A bundle with a recognizer needs all three. To a bundle of own scores they are
   * the scores called "domain", "intent" and "slot".
   */
  'scores': (_nlu_v1_Scores__Output | null);
  /**
   * Further scores by name, finite and on any scale, for a bundle of own scores, which declares the names that it knows. One
   * that is left out is missing. A name stands here or in scores, not in both.
   */
  'namedScores': ({[key: string]: number});
}
