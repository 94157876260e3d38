// Original file: proto/nlu/v1/gateway.proto

/**
 * Where a rewrite comes from.
 */
export const RewriteLayer = {
  /**
   * Never sent.
   */
  REWRITE_LAYER_UNSPECIFIED: 'REWRITE_LAYER_UNSPECIFIED',
  /**
   * The table of words that fail, and of others that mean the same and succeed.
   */
  REWRITE_LAYER_KNOWN: 'REWRITE_LAYER_KNOWN',
  /**
   * Words that many say with success and that are like what was said, where the answer to that was weak.
   */
  REWRITE_LAYER_GLOBAL: 'REWRITE_LAYER_GLOBAL',
  /**
   * Words that the customer said before with success, likewise.
   */
  REWRITE_LAYER_PERSONAL: 'REWRITE_LAYER_PERSONAL',
} as const;

/**
 * Where a rewrite comes from.
 */
export type RewriteLayer =
  /**
   * Never sent.
   */
  | 'REWRITE_LAYER_UNSPECIFIED'
  | 0
  /**
   * The table of words that fail, and of others that mean the same and succeed.
   */
  | 'REWRITE_LAYER_KNOWN'
  | 1
  /**
   * Words that many say with success and that are like what was said, where the answer to that was weak.
   */
  | 'REWRITE_LAYER_GLOBAL'
  | 2
  /**
   * Words that the customer said before with success, likewise.
   */
  | 'REWRITE_LAYER_PERSONAL'
  | 3

/**
 * Where a rewrite comes from.
 */
export type RewriteLayer__Output = typeof RewriteLayer[keyof typeof RewriteLayer]
