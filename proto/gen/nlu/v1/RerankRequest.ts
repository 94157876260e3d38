// Original file: proto/nlu/v1/gateway.proto

import type { DeviceContext as _nlu_v1_DeviceContext, DeviceContext__Output as _nlu_v1_DeviceContext__Output } from '../../nlu/v1/DeviceContext.js';
import type { RawHypothesis as _nlu_v1_RawHypothesis, RawHypothesis__Output as _nlu_v1_RawHypothesis__Output } from '../../nlu/v1/RawHypothesis.js';

/**
 * Request of Gateway.Rerank.
 */
export interface RerankRequest {
  /**
   * What the user said, as text.
   */
  'utterance'?: (string);
  /**
   * Name of the request, which comes back in the response and stands in logs; empty: the gateway makes one.
   */
  'requestId'?: (string);
  /**
   * The device and its user's last activities, from which context priors follow.
   */
  'context'?: (_nlu_v1_DeviceContext | null);
  /**
   * The hypotheses to re-rank, of one or more domains.
   */
  'hypotheses'?: (_nlu_v1_RawHypothesis)[];
  /**
   * The most hypotheses to return; 0 means the gateway's default.
   */
  'maxHypotheses'?: (number);
  /**
   * Hypotheses with a lower posterior are left out; in [0, 1].
   */
  'minConfidence'?: (number | string);
  /**
   * Bundle versions to use instead of the active ones, by the name of the domain, by "<domain>-catalogue" for its catalogue
   * where resolve is set, or by "priors" for the context priors.
   */
  'versions'?: ({[key: string]: string});
  /**
   * Whether context priors may change confidences; absent means true.
   */
  'applyPriors'?: (boolean);
  /**
   * Whether the response shall contain the contributions to every confidence and posterior.
   */
  'explain'?: (boolean);
  /**
   * Whether to look in the domains' catalogues for what the slots of the likeliest hypotheses mean. Hypotheses and readings
   * then have entities.
   */
  'resolve'?: (boolean);
  '_applyPriors'?: "applyPriors";
}

/**
 * Request of Gateway.Rerank.
 */
export interface RerankRequest__Output {
  /**
   * What the user said, as text.
   */
  'utterance': (string);
  /**
   * Name of the request, which comes back in the response and stands in logs; empty: the gateway makes one.
   */
  'requestId': (string);
  /**
   * The device and its user's last activities, from which context priors follow.
   */
  'context': (_nlu_v1_DeviceContext__Output | null);
  /**
   * The hypotheses to re-rank, of one or more domains.
   */
  'hypotheses': (_nlu_v1_RawHypothesis__Output)[];
  /**
   * The most hypotheses to return; 0 means the gateway's default.
   */
  'maxHypotheses': (number);
  /**
   * Hypotheses with a lower posterior are left out; in [0, 1].
   */
  'minConfidence': (number);
  /**
   * Bundle versions to use instead of the active ones, by the name of the domain, by "<domain>-catalogue" for its catalogue
   * where resolve is set, or by "priors" for the context priors.
   */
  'versions': ({[key: string]: string});
  /**
   * Whether context priors may change confidences; absent means true.
   */
  'applyPriors'?: (boolean);
  /**
   * Whether the response shall contain the contributions to every confidence and posterior.
   */
  'explain': (boolean);
  /**
   * Whether to look in the domains' catalogues for what the slots of the likeliest hypotheses mean. Hypotheses and readings
   * then have entities.
   */
  'resolve': (boolean);
}
