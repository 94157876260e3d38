// Original file: proto/nlu/v1/domain.proto

import type { RawHypothesis as _nlu_v1_RawHypothesis, RawHypothesis__Output as _nlu_v1_RawHypothesis__Output } from '../../nlu/v1/RawHypothesis.js';
import type { EntityOptions as _nlu_v1_EntityOptions, EntityOptions__Output as _nlu_v1_EntityOptions__Output } from '../../nlu/v1/EntityOptions.js';

/**
 * Request of Domain.Rerank.
 */
export interface DomainRerankRequest {
  /**
   * What the user said.
   */
  'utterance'?: (string);
  /**
   * Name of the request, which comes back in the response and stands in logs.
   */
  'requestId'?: (string);
  /**
   * The hypotheses to re-rank, all of this domain.
   */
  'hypotheses'?: (_nlu_v1_RawHypothesis)[];
  /**
   * The bundle version to use; empty means the active one.
   */
  'version'?: (string);
  /**
   * Whether the response shall contain the contributions to every confidence.
   */
  'explain'?: (boolean);
  /**
   * Asks for the entities of the likeliest hypotheses, as of Interpret. Absent: none.
   */
  'entities'?: (_nlu_v1_EntityOptions | null);
  /**
   * Where a trial of another version would find the request, as of Interpret.
   */
  'trialBucket'?: (number);
  '_trialBucket'?: "trialBucket";
}

/**
 * Request of Domain.Rerank.
 */
export interface DomainRerankRequest__Output {
  /**
   * What the user said.
   */
  'utterance': (string);
  /**
   * Name of the request, which comes back in the response and stands in logs.
   */
  'requestId': (string);
  /**
   * The hypotheses to re-rank, all of this domain.
   */
  'hypotheses': (_nlu_v1_RawHypothesis__Output)[];
  /**
   * The bundle version to use; empty means the active one.
   */
  'version': (string);
  /**
   * Whether the response shall contain the contributions to every confidence.
   */
  'explain': (boolean);
  /**
   * Asks for the entities of the likeliest hypotheses, as of Interpret. Absent: none.
   */
  'entities': (_nlu_v1_EntityOptions__Output | null);
  /**
   * Where a trial of another version would find the request, as of Interpret.
   */
  'trialBucket'?: (number);
}
