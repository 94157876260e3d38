// Original file: proto/nlu/v1/preference.proto

/**
 * How a preference came about.
 */
export const PreferenceOrigin = {
  /**
   * Never sent.
   */
  PREFERENCE_ORIGIN_UNSPECIFIED: 'PREFERENCE_ORIGIN_UNSPECIFIED',
  /**
   * By Teach.
   */
  PREFERENCE_ORIGIN_TAUGHT: 'PREFERENCE_ORIGIN_TAUGHT',
  /**
   * The customer was asked, and said yes.
   */
  PREFERENCE_ORIGIN_CONFIRMED: 'PREFERENCE_ORIGIN_CONFIRMED',
  /**
   * From what the customer did, without being asked. It counts half as much as the others.
   */
  PREFERENCE_ORIGIN_INFERRED: 'PREFERENCE_ORIGIN_INFERRED',
} as const;

/**
 * How a preference came about.
 */
export type PreferenceOrigin =
  /**
   * Never sent.
   */
  | 'PREFERENCE_ORIGIN_UNSPECIFIED'
  | 0
  /**
   * By Teach.
   */
  | 'PREFERENCE_ORIGIN_TAUGHT'
  | 1
  /**
   * The customer was asked, and said yes.
   */
  | 'PREFERENCE_ORIGIN_CONFIRMED'
  | 2
  /**
   * From what the customer did, without being asked. It counts half as much as the others.
   */
  | 'PREFERENCE_ORIGIN_INFERRED'
  | 3

/**
 * How a preference came about.
 */
export type PreferenceOrigin__Output = typeof PreferenceOrigin[keyof typeof PreferenceOrigin]
