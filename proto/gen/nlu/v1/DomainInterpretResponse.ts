// Original file: proto/nlu/v1/domain.proto

import type { Hypothesis as _nlu_v1_Hypothesis, Hypothesis__Output as _nlu_v1_Hypothesis__Output } from '../../nlu/v1/Hypothesis.js';

/**
 * Response of Domain.Interpret and Domain.Rerank.
 */
export interface DomainInterpretResponse {
  /**
   * The request_id of the request.
   */
  'requestId'?: (string);
  /**
   * The hypotheses, best first.
   */
  'hypotheses'?: (_nlu_v1_Hypothesis)[];
  /**
   * In-domain probability: calibrated probability that the utterance is one for this domain, in [0, 1].
   */
  'inDomain'?: (number | string);
  /**
   * Version of the bundle that answered.
   */
  'bundleVersion'?: (string);
  /**
   * SHA-256 of that bundle's contents, in hexadecimal.
   */
  'bundleDigest'?: (string);
  /**
   * Present when the utterance consists of a title of the domain's catalogue, word by word, and of words that people ask
   * with: the share of the catalogue's titles that are no more popular, in [0, 1).
   */
  'listedPopularity'?: (number | string);
  /**
   * Whether the domain's screen ended the interpretation: by its classifier alone the utterance is all but surely another
   * domain's. in_domain says it all then; with skip_screened there are no hypotheses.
   */
  'screened'?: (boolean);
  /**
   * What is wrong with the scores that a caller sent, in words: one beyond the range of training, or missing where training
   * always had it. Confidences are then less sure than they say.
   */
  'warnings'?: (string)[];
  '_listedPopularity'?: "listedPopularity";
}

/**
 * Response of Domain.Interpret and Domain.Rerank.
 */
export interface DomainInterpretResponse__Output {
  /**
   * The request_id of the request.
   */
  'requestId': (string);
  /**
   * The hypotheses, best first.
   */
  'hypotheses': (_nlu_v1_Hypothesis__Output)[];
  /**
   * In-domain probability: calibrated probability that the utterance is one for this domain, in [0, 1].
   */
  'inDomain': (number);
  /**
   * Version of the bundle that answered.
   */
  'bundleVersion': (string);
  /**
   * SHA-256 of that bundle's contents, in hexadecimal.
   */
  'bundleDigest': (string);
  /**
   * Present when the utterance consists of a title of the domain's catalogue, word by word, and of words that people ask
   * with: the share of the catalogue's titles that are no more popular, in [0, 1).
   */
  'listedPopularity'?: (number);
  /**
   * Whether the domain's screen ended the interpretation: by its classifier alone the utterance is all but surely another
   * domain's. in_domain says it all then; with skip_screened there are no hypotheses.
   */
  'screened': (boolean);
  /**
   * What is wrong with the scores that a caller sent, in words: one beyond the range of training, or missing where training
   * always had it. Confidences are then less sure than they say.
   */
  'warnings': (string)[];
  '_listedPopularity'?: "listedPopularity";
}
