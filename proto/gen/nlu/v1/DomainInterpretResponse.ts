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
   * Present when the utterance consists of a title, series or creator of the domain's catalogue, word by word, and of words
   * that people ask with: the share of the catalogue's names of that kind that are no more popular, in [0, 1).
   */
  'listedPopularity'?: (number | string);
  /**
   * Whether the domain's screen ended the interpretation: by its classifier alone the utterance is all but surely another
   * domain's. in_domain says it all then; with skip_screened there are no hypotheses.
   */
  'screened'?: (boolean);
  /**
   * Present with listed_popularity: probability that the utterance is one for this domain by the words around the title
   * alone, in [0, 1]. It tells who is asked, whatever the title's own words resemble.
   */
  'aroundTitle'?: (number | string);
  /**
   * Words that people use for what the domain serves, such as "movie", "film" and "watch". Only when name_media was set.
   */
  'media'?: (string)[];
  /**
   * What a caller should know of the answer, in words: a score that it sent is beyond the range of training, or missing where
   * training always had it, so that confidences are less sure than they say; entities were asked for and there is no
   * catalogue.
   */
  'warnings'?: (string)[];
  /**
   * Whether the best hypothesis controls what is playing, such as pausing it: whose it is, what plays tells.
   */
  'controlsPlayback'?: (boolean);
  /**
   * Version of the catalogue that was looked in; empty where none was.
   */
  'catalogueVersion'?: (string);
  '_listedPopularity'?: "listedPopularity";
  '_aroundTitle'?: "aroundTitle";
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
   * Present when the utterance consists of a title, series or creator of the domain's catalogue, word by word, and of words
   * that people ask with: the share of the catalogue's names of that kind that are no more popular, in [0, 1).
   */
  'listedPopularity'?: (number);
  /**
   * Whether the domain's screen ended the interpretation: by its classifier alone the utterance is all but surely another
   * domain's. in_domain says it all then; with skip_screened there are no hypotheses.
   */
  'screened': (boolean);
  /**
   * Present with listed_popularity: probability that the utterance is one for this domain by the words around the title
   * alone, in [0, 1]. It tells who is asked, whatever the title's own words resemble.
   */
  'aroundTitle'?: (number);
  /**
   * Words that people use for what the domain serves, such as "movie", "film" and "watch". Only when name_media was set.
   */
  'media': (string)[];
  /**
   * What a caller should know of the answer, in words: a score that it sent is beyond the range of training, or missing where
   * training always had it, so that confidences are less sure than they say; entities were asked for and there is no
   * catalogue.
   */
  'warnings': (string)[];
  /**
   * Whether the best hypothesis controls what is playing, such as pausing it: whose it is, what plays tells.
   */
  'controlsPlayback': (boolean);
  /**
   * Version of the catalogue that was looked in; empty where none was.
   */
  'catalogueVersion': (string);
}
