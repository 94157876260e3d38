import type { Serving } from '../../serving/process/serving.js';
import type { Claims } from '../answer/claims/claims.js';
import type { PriorTable } from '../answer/priors/prior-table.js';
import type { DomainClient } from '../domains/domain-client.js';
import type { Recorder } from '../feedback/recording/recorder.js';
import type { VersionOutcomes } from '../feedback/versions/version-outcomes.js';
import type { CustomerMemory } from '../preferences/customer-memory.js';
import type { InferredPreferences } from '../preferences/inference/inferred-preferences.js';
import type { OwnTexts } from '../preferences/own-texts/own-texts.js';
import type { Questions } from '../preferences/questions/questions.js';
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
  /** Counts what comes of answers by version; undefined where no events are kept. */
  readonly versionOutcomes?: VersionOutcomes | undefined;
  /** What is known of customers; undefined where no events are kept. */
  readonly memory?: CustomerMemory | undefined;
  /** Asks customers what pays; undefined: nothing is asked. */
  readonly questions?: Questions | undefined;
  /** Keeps what customers said with success; undefined where their words are not kept. */
  readonly ownTexts?: OwnTexts | undefined;
  /** Infers preferences from what customers do again and again; undefined: nothing is inferred. */
  readonly inferred?: InferredPreferences | undefined;
  readonly serving: Pick<Serving, 'wrap' | 'callerOf' | 'tracing' | 'logDefect'>;
}
