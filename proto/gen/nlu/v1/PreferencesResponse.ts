// Original file: proto/nlu/v1/preference.proto

import type { KnownPreference as _nlu_v1_KnownPreference, KnownPreference__Output as _nlu_v1_KnownPreference__Output } from '../../nlu/v1/KnownPreference.js';

/**
 * Response of Feedback.Preferences.
 */
export interface PreferencesResponse {
  /**
   * What is known, latest first.
   */
  'preferences'?: (_nlu_v1_KnownPreference)[];
}

/**
 * Response of Feedback.Preferences.
 */
export interface PreferencesResponse__Output {
  /**
   * What is known, latest first.
   */
  'preferences': (_nlu_v1_KnownPreference__Output)[];
}
