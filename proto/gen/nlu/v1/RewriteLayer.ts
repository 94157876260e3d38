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
 * Where a rewrite comes from.
 */
export type RewriteLayer__Output = typeof RewriteLayer[keyof typeof RewriteLayer]
