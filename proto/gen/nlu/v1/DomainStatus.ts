// Original file: proto/nlu/v1/gateway.proto

import type { DomainStatusCode as _nlu_v1_DomainStatusCode, DomainStatusCode__Output as _nlu_v1_DomainStatusCode__Output } from '../../nlu/v1/DomainStatusCode.js';

/**
 * What became of asking one domain for an interpretation.
 */
export interface DomainStatus {
  /**
   * Name of the domain.
   */
  'domain'?: (string);
  /**
   * Whether it answered.
   */
  'status'?: (_nlu_v1_DomainStatusCode);
  /**
   * Version of the bundle that answered; empty unless OK.
   */
  'bundleVersion'?: (string);
  /**
   * Time from asking the domain to its answer or its failure, in ms, as the gateway saw it.
   */
  'latencyMs'?: (number | string);
  /**
   * Why it did not answer; empty when OK.
   */
  'message'?: (string);
  /**
   * In-domain probability: calibrated probability that the utterance is one for this domain, in [0, 1]; 0 unless OK.
   */
  'inDomain'?: (number | string);
  /**
   * What the caller should know of the domain's answer, in words: what is wrong with the scores that it sent, or that there is
   * no catalogue to resolve by. Empty where there is nothing.
   */
  'warnings'?: (string)[];
  /**
   * Version of the domain's catalogue that was looked in; empty where none was.
   */
  'catalogueVersion'?: (string);
}

/**
 * What became of asking one domain for an interpretation.
 */
export interface DomainStatus__Output {
  /**
   * Name of the domain.
   */
  'domain': (string);
  /**
   * Whether it answered.
   */
  'status': (_nlu_v1_DomainStatusCode__Output);
  /**
   * Version of the bundle that answered; empty unless OK.
   */
  'bundleVersion': (string);
  /**
   * Time from asking the domain to its answer or its failure, in ms, as the gateway saw it.
   */
  'latencyMs': (number);
  /**
   * Why it did not answer; empty when OK.
   */
  'message': (string);
  /**
   * In-domain probability: calibrated probability that the utterance is one for this domain, in [0, 1]; 0 unless OK.
   */
  'inDomain': (number);
  /**
   * What the caller should know of the domain's answer, in words: what is wrong with the scores that it sent, or that there is
   * no catalogue to resolve by. Empty where there is nothing.
   */
  'warnings': (string)[];
  /**
   * Version of the domain's catalogue that was looked in; empty where none was.
   */
  'catalogueVersion': (string);
}
