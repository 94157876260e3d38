// Original file: proto/nlu/v1/preference.proto

import type { KnownPreference as _nlu_v1_KnownPreference, KnownPreference__Output as _nlu_v1_KnownPreference__Output } from '../../nlu/v1/KnownPreference.js';

/**
 * What became of one preference that was taught.
 */
export interface TaughtPreference {
  /**
   * The preference as it is kept.
   */
  'known'?: (_nlu_v1_KnownPreference | null);
  /**
   * What it took the place of: the later of two that contradict each other counts.
   */
  'replaced'?: (_nlu_v1_KnownPreference)[];
}

/**
 * What became of one preference that was taught.
 */
export interface TaughtPreference__Output {
  /**
   * The preference as it is kept.
   */
  'known': (_nlu_v1_KnownPreference__Output | null);
  /**
   * What it took the place of: the later of two that contradict each other counts.
   */
  'replaced': (_nlu_v1_KnownPreference__Output)[];
}
