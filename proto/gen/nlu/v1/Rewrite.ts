// Original file: proto/nlu/v1/gateway.proto

import type { RewriteLayer as _nlu_v1_RewriteLayer, RewriteLayer__Output as _nlu_v1_RewriteLayer__Output } from '../../nlu/v1/RewriteLayer.js';

/**
 * What was interpreted instead of what the user said.
 */
export interface Rewrite {
  /**
   * The words, in lower case; the hypotheses and their slots are of these.
   */
  'text'?: (string);
  /**
   * Where it comes from.
   */
  'layer'?: (_nlu_v1_RewriteLayer);
  /**
   * Probability that what these words are understood as is what the user meant, in [0, 1].
   */
  'probability'?: (number | string);
  /**
   * Bundle version of the rewrites.
   */
  'version'?: (string);
}

/**
 * What was interpreted instead of what the user said.
 */
export interface Rewrite__Output {
  /**
   * The words, in lower case; the hypotheses and their slots are of these.
   */
  'text': (string);
  /**
   * Where it comes from.
   */
  'layer': (_nlu_v1_RewriteLayer__Output);
  /**
   * Probability that what these words are understood as is what the user meant, in [0, 1].
   */
  'probability': (number);
  /**
   * Bundle version of the rewrites.
   */
  'version': (string);
}
