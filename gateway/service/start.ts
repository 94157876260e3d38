import type { Log } from '../../serving/observability/log.js';
import type { InProcessService } from '../../serving/process/serving.js';
import { openServing, type Serving } from '../../serving/process/serving.js';
import { channelCredentials } from '../../serving/security/credentials.js';
import { Claims } from '../answer/claims/claims.js';
import { loadClaimTable } from '../claims/claim-table-file.js';
import { type DomainClient, openDomain } from '../domains/domain-client.js';
import type { Feedback, openFeedback } from '../feedback/open-feedback.js';
import { feedbackService } from '../feedback/service/feedback-service.js';
import { publishLoad } from '../load/load-counts.js';
import type { OpenedPreferences } from '../preferences/open-preferences.js';
import { loadPriorTable } from '../priors/prior-table-file.js';
import { PRIOR_TABLES } from '../priors/prior-tables.js';
import { NO_REWRITES, REWRITE_TABLES } from '../rewriting/rewrite-tables.js';
import { RewriteIndex } from '../rewriting/table/rewrite-table.js';
import type { TableKind } from '../tables/table-bundle.js';
import { fixedTable, type TableVersions } from '../tables/table-versions.js';
import type { TableBundlesConfig } from '../tables/tables-config.js';
import type { GatewayConfig } from './config.js';
import { LoopDelay } from './loop-delay.js';
import { GatewayMetrics } from './metrics.js';
import { gatewayService } from './service.js';

/** A gateway that listens and serves. */
export interface RunningGateway {
  /** `host:port`, ready to dial. */
  readonly address: string;
  /** The port of /metrics, /live and /ready, if any. */
  readonly operationsPort: number | undefined;
  /** Finishes what is in flight, for `drainMs` at most, and lets go of the domains. */
  stop(): Promise<void>;
}

/** What a gateway may be given besides its configuration. */
export interface GatewaySetup {
  /** Where it writes; standard error when absent. */
  readonly log?: Log | undefined;
  /** Opens the client of a domain; `openDomain` when absent. */
  readonly open?: typeof openDomain | undefined;
  /** The domains of this process, by name; absent: there are none. */
  readonly inProcess?: ReadonlyMap<string, InProcessService> | undefined;
  /** Health is SERVING from when it resolves; absent: from the start. */
  readonly ready?: Promise<unknown> | undefined;
  /** The time of day by which events are told, in ms; absent: this machine's. Simulations live through months in minutes. */
  readonly now?: (() => number) | undefined;
}

/**
 * Puts the gateway together and starts it.
 * @throws NluError for a bad table of priors or claims, certificates that cannot be used, an address that is taken, or a
 *   domain that is said to be in this process, and is not
 */
export async function startGateway(
  config: GatewayConfig,
  { log, open = openDomain, inProcess = new Map(), ready, now }: GatewaySetup = {},
): Promise<RunningGateway> {
  const serving = await openServing('gateway', config, log);
  const initial = loadPriorTable(config.priors);
  const claims = new Claims(loadClaimTable(config.missing.claims));
  const priors = await tables(PRIOR_TABLES, config.priorBundles, initial, serving);
  const rewrites = await tables(REWRITE_TABLES, config.rewriteBundles, new RewriteIndex(NO_REWRITES), serving);
  const credentials = config.domainTls && channelCredentials(config.domainTls, serving.certificates);
  const access = { credentials, inProcess };
  const domains = new Map(config.domains.map((domain) => [domain.name, open(domain, config, access)]));
  const feedback = config.events && (await openedFeedback(config.events, serving.log, serving.registry, now));
  const memory = feedback && (await openedPreferences(feedback, config, domains));
  const loopDelay = new LoopDelay();
  const metrics = new GatewayMetrics(serving.registry, domains.values());
  const service = gatewayService({
    config,
    priors,
    rewrites,
    domains,
    claims,
    metrics,
    loopDelay,
    events: feedback?.recorder,
    versionOutcomes: feedback?.versions,
    memory: memory?.customers,
    questions: memory?.questions,
    ownTexts: memory?.ownTexts,
    inferred: memory?.inferred,
    serving,
  });
  const listening = await serving.listen([service, feedbackService(feedback, memory?.calls, serving)], {
    longestCallMs: config.deadline.maxMs,
    beside: [...inProcess.values()].map(({ registry }) => registry),
  });
  await Promise.all([priors, rewrites].map((versions) => versions.start(listening.address)));
  const load = config.load && (await publishLoad(metrics.load, config.load, serving.log));
  if (ready) void ready.then(() => listening.setServing(true)).catch(() => {});
  else listening.setServing(true);
  return {
    address: listening.address,
    operationsPort: listening.operationsPort,
    async stop() {
      await listening.close();
      await load?.close();
      await feedback?.close();
      for (const domain of domains.values()) domain.close();
      await Promise.all([priors, rewrites].map((versions) => versions.close()));
      loopDelay.stop();
    },
  };
}

/** Loads what keeps events only where some are kept. */
async function openedFeedback(...parts: Parameters<typeof openFeedback>): Promise<Feedback> {
  const { openFeedback } = await import('../feedback/open-feedback.js');
  return openFeedback(...parts);
}

/** Loads what keeps preferences only where events are kept. */
async function openedPreferences(
  feedback: Feedback,
  config: GatewayConfig,
  domains: ReadonlyMap<string, DomainClient>,
): Promise<OpenedPreferences> {
  const { openPreferences } = await import('../preferences/open-preferences.js');
  return openPreferences(feedback, config, domains);
}

/** Loads the life cycle of bundles, and the client of their store, only where such tables are deployed as bundles. */
async function tables<Table, Served>(
  kind: TableKind<Table, Served>,
  bundles: TableBundlesConfig | undefined,
  initial: Served,
  { log, registry }: Pick<Serving, 'log' | 'registry'>,
): Promise<TableVersions<Served>> {
  if (!bundles) return fixedTable(kind.name, initial);
  const { deployedTable } = await import('../tables/deployed-table.js');
  return deployedTable(kind, bundles, initial, log, registry);
}
