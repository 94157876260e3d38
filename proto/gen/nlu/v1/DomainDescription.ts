// Original file: proto/nlu/v1/gateway.proto

import type { DomainStatusCode as _nlu_v1_DomainStatusCode, DomainStatusCode__Output as _nlu_v1_DomainStatusCode__Output } from '../../nlu/v1/DomainStatusCode.js';
import type { IntentSchema as _nlu_v1_IntentSchema, IntentSchema__Output as _nlu_v1_IntentSchema__Output } from '../../nlu/v1/IntentSchema.js';
import type { LoadedVersion as _nlu_v1_LoadedVersion, LoadedVersion__Output as _nlu_v1_LoadedVersion__Output } from '../../nlu/v1/LoadedVersion.js';
import type { DeclaredScore as _nlu_v1_DeclaredScore, DeclaredScore__Output as _nlu_v1_DeclaredScore__Output } from '../../nlu/v1/DeclaredScore.js';

/**
 * What one domain can understand and which bundle versions it serves. Of several replicas one was asked.
 */
export interface DomainDescription {
  /**
   * Name of the domain.
   */
  'domain'?: (string);
  /**
   * Whether it answered; unless OK only domain, status and message are set.
   */
  'status'?: (_nlu_v1_DomainStatusCode);
  /**
   * Why it did not answer; empty when OK.
   */
  'message'?: (string);
  /**
   * Version of the active bundle.
   */
  'bundleVersion'?: (string);
  /**
   * SHA-256 of the active bundle's contents, in hexadecimal.
   */
  'bundleDigest'?: (string);
  /**
   * The schema of the active bundle: its intents, each with its slots.
   */
  'intents'?: (_nlu_v1_IntentSchema)[];
  /**
   * Every bundle version that the replica knows, with its state.
   */
  'versions'?: (_nlu_v1_LoadedVersion)[];
  /**
   * Form of the active bundle's re-ranker.
   */
  'rerankerForm'?: (string);
  /**
   * The scores of a caller's own NLU that the active bundle re-ranks by; empty where it has a recognizer.
   */
  'ownScores'?: (_nlu_v1_DeclaredScore)[];
  /**
   * Every version of the domain's catalogue that the replica knows; none where it has no catalogue.
   */
  'catalogueVersions'?: (_nlu_v1_LoadedVersion)[];
}

/**
 * What one domain can understand and which bundle versions it serves. Of several replicas one was asked.
 */
export interface DomainDescription__Output {
  /**
   * Name of the domain.
   */
  'domain': (string);
  /**
   * Whether it answered; unless OK only domain, status and message are set.
   */
  'status': (_nlu_v1_DomainStatusCode__Output);
  /**
   * Why it did not answer; empty when OK.
   */
  'message': (string);
  /**
   * Version of the active bundle.
   */
  'bundleVersion': (string);
  /**
   * SHA-256 of the active bundle's contents, in hexadecimal.
   */
  'bundleDigest': (string);
  /**
   * The schema of the active bundle: its intents, each with its slots.
   */
  'intents': (_nlu_v1_IntentSchema__Output)[];
  /**
   * Every bundle version that the replica knows, with its state.
   */
  'versions': (_nlu_v1_LoadedVersion__Output)[];
  /**
   * Form of the active bundle's re-ranker.
   */
  'rerankerForm': (string);
  /**
   * The scores of a caller's own NLU that the active bundle re-ranks by; empty where it has a recognizer.
   */
  'ownScores': (_nlu_v1_DeclaredScore__Output)[];
  /**
   * Every version of the domain's catalogue that the replica knows; none where it has no catalogue.
   */
  'catalogueVersions': (_nlu_v1_LoadedVersion__Output)[];
}
