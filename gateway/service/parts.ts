import type { Serving } from '../../serving/process/serving.js';
import type { Claims } from '../answer/claims/claims.js';
import type { PriorTable } from '../answer/priors/prior-table.js';
import type { DomainClient } from '../domains/domain-client.js';
import type { Recorder } from '../feedback/recording/recorder.js';
import type { RewriteIndex } from '../rewriting/table/rewrite-table.js';
import type { TableVersions } from '../tables/table-versions.js';
import type { GatewayConfig } from './config.js';
import type { LoopDelay } from './loop-delay.js';
import type { GatewayMetrics } from './metrics.js';

/** What the service works with. */
export interface GatewayParts {
  readonly config: GatewayConfig;
  readonly priors: TableVersions<PriorTable>;
  readonly rewrites: TableVersions<RewriteIndex>;
  /** One client for every domain of the configuration, by name. */
  readonly domains: ReadonlyMap<string, DomainClient>;
  readonly claims: Claims;
  readonly metrics: GatewayMetrics;
  readonly loopDelay: Pick<LoopDelay, 'longestMs'>;
  /** Takes the events of requests; undefined: none are kept. */
  readonly events?: Recorder | undefined;
  readonly serving: Pick<Serving, 'wrap' | 'callerOf' | 'tracing' | 'logDefect'>;
}
