// Original file: proto/nlu/v1/gateway.proto

import type { DomainDescription as _nlu_v1_DomainDescription, DomainDescription__Output as _nlu_v1_DomainDescription__Output } from '../../nlu/v1/DomainDescription.js';

/**
 * Response of Gateway.Describe.
 */
export interface DescribeResponse {
  /**
   * One entry for each domain that was asked, in the gateway's configured order, also for those that did not answer.
   */
  'domains'?: (_nlu_v1_DomainDescription)[];
  /**
   * Bundle version of the context priors in force; empty when the table comes from no bundle.
   */
  'priorsVersion'?: (string);
}

/**
 * Response of Gateway.Describe.
 */
export interface DescribeResponse__Output {
  /**
   * One entry for each domain that was asked, in the gateway's configured order, also for those that did not answer.
   */
  'domains': (_nlu_v1_DomainDescription__Output)[];
  /**
   * Bundle version of the context priors in force; empty when the table comes from no bundle.
   */
  'priorsVersion': (string);
}
