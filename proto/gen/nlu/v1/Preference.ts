// Original file: proto/nlu/v1/preference.proto

import type { Thing as _nlu_v1_Thing, Thing__Output as _nlu_v1_Thing__Output } from '../../nlu/v1/Thing.js';
import type { DefaultSlot as _nlu_v1_DefaultSlot, DefaultSlot__Output as _nlu_v1_DefaultSlot__Output } from '../../nlu/v1/DefaultSlot.js';
import type { Meaning as _nlu_v1_Meaning, Meaning__Output as _nlu_v1_Meaning__Output } from '../../nlu/v1/Meaning.js';

/**
 * One thing that a customer wants to be known.
 */
export interface Preference {
  /**
   * The customer likes it: what the words leave open is likelier to be it.
   */
  'like'?: (_nlu_v1_Thing | null);
  /**
   * The customer does not like it: what the words leave open is less likely to be it.
   */
  'dislike'?: (_nlu_v1_Thing | null);
  /**
   * What a slot is filled with where the words leave it open.
   */
  'defaultSlot'?: (_nlu_v1_DefaultSlot | null);
  /**
   * What some words mean.
   */
  'meaning'?: (_nlu_v1_Meaning | null);
  /**
   * What it is.
   */
  'what'?: "like"|"dislike"|"defaultSlot"|"meaning";
}

/**
 * One thing that a customer wants to be known.
 */
export interface Preference__Output {
  /**
   * The customer likes it: what the words leave open is likelier to be it.
   */
  'like'?: (_nlu_v1_Thing__Output | null);
  /**
   * The customer does not like it: what the words leave open is less likely to be it.
   */
  'dislike'?: (_nlu_v1_Thing__Output | null);
  /**
   * What a slot is filled with where the words leave it open.
   */
  'defaultSlot'?: (_nlu_v1_DefaultSlot__Output | null);
  /**
   * What some words mean.
   */
  'meaning'?: (_nlu_v1_Meaning__Output | null);
}
