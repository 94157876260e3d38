// Original file: proto/nlu/v1/domain.proto

import type { EntityOptions as _nlu_v1_EntityOptions, EntityOptions__Output as _nlu_v1_EntityOptions__Output } from '../../nlu/v1/EntityOptions.js';

/**
 * Request of Domain.Interpret.
 */
export interface DomainInterpretRequest {
  /**
   * What the user said.
   */
  'utterance'?: (string);
  /**
   * Name of the request, which comes back in the response and stands in logs.
   */
  'requestId'?: (string);
  /**
   * The most hypotheses to return; 0 means as many as the bundle was trained with.
   */
  'maxHypotheses'?: (number);
  /**
   * The bundle version to use; empty means the active one.
   */
  'version'?: (string);
  /**
   * Whether the response shall contain the contributions to every confidence.
   */
  'explain'?: (boolean);
  /**
   * Allows the service to return no hypotheses when the domain classifier alone is all but sure that the utterance belongs
   * to another domain: in_domain is then the whole answer, and costs little. A service that does not know the field
   * returns hypotheses as always.
   */
  'skipScreened'?: (boolean);
  /**
   * Whether the response shall hold the words that people use for the domain's media.
   */
  'nameMedia'?: (boolean);
  /**
   * Asks for the entities of the likeliest hypotheses: of three at most, each with more than a twentieth of the confidence of
   * all, where the screen did not end the interpretation. Absent: none.
   */
  'entities'?: (_nlu_v1_EntityOptions | null);
  /**
   * Where a trial of another version would find the request, 0 to 9999: a hash of the customer, or of the request's name where
   * there is no customer, so that all calls for one customer are answered by one version. Absent: the service hashes request_id;
   * without one the active version answers.
   */
  'trialBucket'?: (number);
  '_trialBucket'?: "trialBucket";
}

/**
 * Request of Domain.Interpret.
 */
export interface DomainInterpretRequest__Output {
  /**
   * What the user said.
   */
  'utterance': (string);
  /**
   * Name of the request, which comes back in the response and stands in logs.
   */
  'requestId': (string);
  /**
   * The most hypotheses to return; 0 means as many as the bundle was trained with.
   */
  'maxHypotheses': (number);
  /**
   * The bundle version to use; empty means the active one.
   */
  'version': (string);
  /**
   * Whether the response shall contain the contributions to every confidence.
   */
  'explain': (boolean);
  /**
   * Allows the service to return no hypotheses when the domain classifier alone is all but sure that the utterance belongs
   * to another domain: in_domain is then the whole answer, and costs little. A service that does not know the field
   * returns hypotheses as always.
   */
  'skipScreened': (boolean);
  /**
   * Whether the response shall hold the words that people use for the domain's media.
   */
  'nameMedia': (boolean);
  /**
   * Asks for the entities of the likeliest hypotheses: of three at most, each with more than a twentieth of the confidence of
   * all, where the screen did not end the interpretation. Absent: none.
   */
  'entities': (_nlu_v1_EntityOptions__Output | null);
  /**
   * Where a trial of another version would find the request, 0 to 9999: a hash of the customer, or of the request's name where
   * there is no customer, so that all calls for one customer are answered by one version. Absent: the service hashes request_id;
   * without one the active version answers.
   */
  'trialBucket'?: (number);
}
