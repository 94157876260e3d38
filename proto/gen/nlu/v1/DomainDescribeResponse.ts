// Original file: proto/nlu/v1/domain.proto

import type { IntentSchema as _nlu_v1_IntentSchema, IntentSchema__Output as _nlu_v1_IntentSchema__Output } from '../../nlu/v1/IntentSchema.js';
import type { RerankerWeight as _nlu_v1_RerankerWeight, RerankerWeight__Output as _nlu_v1_RerankerWeight__Output } from '../../nlu/v1/RerankerWeight.js';
import type { LoadedVersion as _nlu_v1_LoadedVersion, LoadedVersion__Output as _nlu_v1_LoadedVersion__Output } from '../../nlu/v1/LoadedVersion.js';
import type { DeclaredScore as _nlu_v1_DeclaredScore, DeclaredScore__Output as _nlu_v1_DeclaredScore__Output } from '../../nlu/v1/DeclaredScore.js';

/**
 * Response of Domain.Describe.
 */
export interface DomainDescribeResponse {
  /**
   * Name of the domain.
   */
  'domain'?: (string);
  /**
   * The domain's schema in the active bundle.
   */
  'intents'?: (_nlu_v1_IntentSchema)[];
  /**
   * Version of the active bundle.
   */
  'bundleVersion'?: (string);
  /**
   * SHA-256 of the active bundle's contents, in hexadecimal.
   */
  'bundleDigest'?: (string);
  /**
   * Form of the active bundle's re-ranker: "r0", "r1", "r2", "r3" or "list-wise"; of a bundle of own scores also
   * "temperature", "platt", "isotonic" or "beta".
   */
  'rerankerForm'?: (string);
  /**
   * Weights of the active bundle's re-ranker.
   */
  'rerankerWeights'?: (_nlu_v1_RerankerWeight)[];
  /**
   * Every version that the service knows.
   */
  'versions'?: (_nlu_v1_LoadedVersion)[];
  /**
   * The scores that the active bundle re-ranks by, where it is one of own scores; empty where it has a recognizer.
   */
  'ownScores'?: (_nlu_v1_DeclaredScore)[];
  /**
   * Every version of the domain's catalogue that the service knows; none where it has no catalogue.
   */
  'catalogueVersions'?: (_nlu_v1_LoadedVersion)[];
}

/**
 * Response of Domain.Describe.
 */
export interface DomainDescribeResponse__Output {
  /**
   * Name of the domain.
   */
  'domain': (string);
  /**
   * The domain's schema in the active bundle.
   */
  'intents': (_nlu_v1_IntentSchema__Output)[];
  /**
   * Version of the active bundle.
   */
  'bundleVersion': (string);
  /**
   * SHA-256 of the active bundle's contents, in hexadecimal.
   */
  'bundleDigest': (string);
  /**
   * Form of the active bundle's re-ranker: "r0", "r1", "r2", "r3" or "list-wise"; of a bundle of own scores also
   * "temperature", "platt", "isotonic" or "beta".
   */
  'rerankerForm': (string);
  /**
   * Weights of the active bundle's re-ranker.
   */
  'rerankerWeights': (_nlu_v1_RerankerWeight__Output)[];
  /**
   * Every version that the service knows.
   */
  'versions': (_nlu_v1_LoadedVersion__Output)[];
  /**
   * The scores that the active bundle re-ranks by, where it is one of own scores; empty where it has a recognizer.
   */
  'ownScores': (_nlu_v1_DeclaredScore__Output)[];
  /**
   * Every version of the domain's catalogue that the service knows; none where it has no catalogue.
   */
  'catalogueVersions': (_nlu_v1_LoadedVersion__Output)[];
}
