// Original file: proto/nlu/v1/domain.proto

import type { Entity as _nlu_v1_Entity, Entity__Output as _nlu_v1_Entity__Output } from '../../nlu/v1/Entity.js';
import type { StrategyRun as _nlu_v1_StrategyRun, StrategyRun__Output as _nlu_v1_StrategyRun__Output } from '../../nlu/v1/StrategyRun.js';

/**
 * Response of Domain.Resolve and Gateway.Resolve.
 */
export interface ResolveResponse {
  /**
   * The request_id of the request, or the one that the gateway made.
   */
  'requestId'?: (string);
  /**
   * What may be meant, most probable first.
   */
  'entities'?: (_nlu_v1_Entity)[];
  /**
   * Calibrated probability that nothing of the catalogue is meant, in [0, 1]. Absent where no slot names anything of the
   * catalogue, so that nothing was looked for.
   */
  'entityNone'?: (number | string);
  /**
   * The ways of looking that were decided on, those that were left out too.
   */
  'strategyRuns'?: (_nlu_v1_StrategyRun)[];
  /**
   * Version of the catalogue that was looked in.
   */
  'catalogueVersion'?: (string);
  '_entityNone'?: "entityNone";
}

/**
 * Response of Domain.Resolve and Gateway.Resolve.
 */
export interface ResolveResponse__Output {
  /**
   * The request_id of the request, or the one that the gateway made.
   */
  'requestId': (string);
  /**
   * What may be meant, most probable first.
   */
  'entities': (_nlu_v1_Entity__Output)[];
  /**
   * Calibrated probability that nothing of the catalogue is meant, in [0, 1]. Absent where no slot names anything of the
   * catalogue, so that nothing was looked for.
   */
  'entityNone'?: (number);
  /**
   * The ways of looking that were decided on, those that were left out too.
   */
  'strategyRuns': (_nlu_v1_StrategyRun__Output)[];
  /**
   * Version of the catalogue that was looked in.
   */
  'catalogueVersion': (string);
}
