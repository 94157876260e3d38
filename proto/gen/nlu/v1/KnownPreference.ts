// Original file: proto/nlu/v1/preference.proto

import type { Preference as _nlu_v1_Preference, Preference__Output as _nlu_v1_Preference__Output } from '../../nlu/v1/Preference.js';
import type { PreferenceOrigin as _nlu_v1_PreferenceOrigin, PreferenceOrigin__Output as _nlu_v1_PreferenceOrigin__Output } from '../../nlu/v1/PreferenceOrigin.js';

/**
 * A preference that is kept.
 */
export interface KnownPreference {
  /**
   * Its name among the customer's, by which Forget takes it. What is taught again of the same thing has the same one.
   */
  'id'?: (string);
  /**
   * What it says.
   */
  'preference'?: (_nlu_v1_Preference | null);
  /**
   * How it came about.
   */
  'origin'?: (_nlu_v1_PreferenceOrigin);
  /**
   * When it came about, RFC 3339.
   */
  'time'?: (string);
  /**
   * Title of the entity that it names, by the catalogue at that time; empty where it names none.
   */
  'title'?: (string);
}

/**
 * A preference that is kept.
 */
export interface KnownPreference__Output {
  /**
   * Its name among the customer's, by which Forget takes it. What is taught again of the same thing has the same one.
   */
  'id': (string);
  /**
   * What it says.
   */
  'preference': (_nlu_v1_Preference__Output | null);
  /**
   * How it came about.
   */
  'origin': (_nlu_v1_PreferenceOrigin__Output);
  /**
   * When it came about, RFC 3339.
   */
  'time': (string);
  /**
   * Title of the entity that it names, by the catalogue at that time; empty where it names none.
   */
  'title': (string);
}
