import { catalogueName } from '../../../bundles/format/catalogue-name.js';
import type { Manifest } from '../../../bundles/format/manifest.js';
import { trustOf } from '../../../bundles/format/trust.js';
import { VersionManager } from '../../../bundles/lifecycle/manager.js';
import type { ReadFile } from '../../../bundles/lifecycle/source.js';
import { versionLog as catalogueLog, type VersionLog } from '../../../bundles/lifecycle/version-log.js';
import type { VersionReport } from '../../../bundles/lifecycle/version-record.js';
import type { VersionState } from '../../../bundles/lifecycle/version-state.js';
import { openSource } from '../../../bundles/sources/open-source.js';
import type { StatusReporter } from '../../../bundles/sources/status-reporter.js';
import { NluError } from '../../../serving/errors.js';
import type { Log } from '../../../serving/observability/log.js';
import { type InProcessService, openServing, type Serving } from '../../../serving/process/serving.js';
import type { Servable } from '../interpreter/servable.js';
import type { OpenDomainBundle } from '../loading/domain-bundle.js';
import { domainLoader } from '../loading/domain-loader.js';
import { mediaWords, type ServedSchema } from '../schema/schema.js';
import { CatalogueMetrics } from './catalogue/catalogue-metrics.js';
import { catalogueVersions } from './catalogue/catalogue-versions.js';
import type { DomainConfig } from './config.js';
import { DomainMetrics } from './metrics.js';
import { type DomainService, domainService } from './service.js';
import { DomainTrials } from './trial/domain-trials.js';

/** When one deployment follows another, at most a fifth of the time goes into loading them. */
const LOADING_REST = 4;

/** A domain has one thread: the largest request to re-rank takes it for some 20 ms, and two at once are no faster. */
const DEAR = { fromCost: 2, places: 16 };

/** The parts of a domain's process. */
export interface DomainSetup {
  readonly schema: ServedSchema;
  readonly config: DomainConfig;
  /** The folder with the bundles that ship, for a configuration that names no other. */
  readonly shippedBundles: string;
  /** The process's log; absent: it writes to standard error. */
  readonly log?: Log | undefined;
  /** Opens the bundles of deployments, while the service answers requests. */
  readonly open: OpenDomainBundle;
  /** Reads the files of deployments, while the service answers requests; absent: the calling thread does. */
  readonly read?: ReadFile | undefined;
  /** Opens bundles until a first version is active; absent: `open` does. */
  readonly openFirst?: OpenDomainBundle | undefined;
  /** Called at every change of a version's state, and at every other problem while serving. */
  readonly versionLog: VersionLog;
}

/** A domain whose service is made, and reaches nobody yet. */
interface MadeDomain {
  readonly serving: Serving;
  readonly service: DomainService;
  /** The first version that became active. Rejects with the reason why none does. */
  readonly ready: Promise<VersionReport>;
  /** Begins to load versions. @param address `host:port` that reports name as the process's */
  begin(address: string): Promise<void>;
  /** Releases every version. Call it after the service takes no more calls. */
  close(): Promise<void>;
}

/** A domain that is called from within its process. */
export interface InProcessDomain extends Pick<MadeDomain, 'ready' | 'begin'> {
  readonly service: InProcessService;
  /** Finishes what is in flight, for `drainMs` at most, and releases every version. */
  stop(): Promise<void>;
}

/** A domain that listens. */
export interface RunningDomain {
  /** `host:port`, ready to dial. */
  readonly address: string;
  /** The port of /metrics, /live and /ready, if any. */
  readonly operationsPort: number | undefined;
  /** The first version that became active: from then on health is SERVING. Rejects with the reason why none does. */
  readonly ready: Promise<VersionReport>;
  /** Finishes what is in flight, for `drainMs` at most, and releases every version. */
  stop(): Promise<void>;
}

/**
 * Puts a domain's service together and starts it.
 * @throws NluError for an address that is taken
 */
export async function startDomain(setup: DomainSetup): Promise<RunningDomain> {
  const { serving, service, ready, begin, close } = await makeDomain(setup);
  const listening = await serving.listen([service]);
  void ready.then(
    () => listening.setServing(true),
    () => {},
  );
  await begin(listening.address);
  return {
    address: listening.address,
    operationsPort: listening.operationsPort,
    ready,
    async stop() {
      await listening.close();
      await close();
    },
  };
}

/**
 * Puts a domain's service together for callers in this process. It answers UNAVAILABLE until `begin` has loaded a version.
 * Whoever listens sees to its `listen`, `callers` and `operations` settings.
 */
export async function inProcessDomain(setup: DomainSetup): Promise<InProcessDomain> {
  const { serving, service, ready, begin, close } = await makeDomain(setup);
  const inProcess = serving.serveInProcess(service.encoded);
  return {
    service: inProcess,
    ready,
    begin,
    async stop() {
      await inProcess.close();
      await close();
    },
  };
}

async function makeDomain(setup: DomainSetup): Promise<MadeDomain> {
  const { schema, config, versionLog } = setup;
  const trust = trustOf(config.trust.publicKeys, config.trust.allowUnsigned, schema.domain);
  /** Whether a version was ever active, so that requests are answered. */
  let hasServed = false;
  const { source, fixed, report, watch } = await openSource(
    config.source,
    schema.domain,
    setup.shippedBundles,
    trust,
    () => (hasServed ? setup.read : undefined),
  );
  const serving = await openServing(schema.domain, config, setup.log, {
    dear: DEAR,
    believesPeers: true,
  });
  let reporter: StatusReporter | undefined;
  let announce: (first: VersionReport) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const ready = new Promise<VersionReport>((resolve, reject) => {
    announce = resolve;
    // Nobody repairs a folder while a service starts on it, so a problem there ends the start.
    if (fixed) fail = reject;
  });
  ready.catch(() => {});
  const versions = new VersionManager<Servable, Manifest>({
    source,
    loader: domainLoader({
      ...config,
      open: (...args) => (hasServed ? setup.open : (setup.openFirst ?? setup.open))(...args),
    }),
    keep: config.keepVersions,
    rest: LOADING_REST,
    now: Date.now,
    onChange: (change) => {
      versionLog.onChange(change);
      metrics.changed(schema.domain, change);
      reporter?.changed();
      if (change.state.name === 'active') {
        hasServed = true;
        announce(change);
      }
      if (change.state.name === 'refused') fail(refusedAtStart(schema.domain, change.version, change.state));
    },
    onProblem: (error) => {
      versionLog.onProblem(error);
      reporter?.changed();
      fail(error);
    },
  });
  watch(serving.registry);
  const catalogues = await catalogueVersions({
    domain: schema.domain,
    config,
    log: catalogueLog(serving.log, catalogueName(schema.domain)),
    registry: serving.registry,
    onChange: (change) => metrics.changed(catalogueName(schema.domain), change),
  });
  const metrics = new DomainMetrics(serving.registry, schema.domain, {
    [schema.domain]: () => versions.reports(),
    ...(config.catalogue && { [catalogueName(schema.domain)]: () => catalogues.reports() }),
  });
  const { registry, logDefect } = serving;
  const trials = new DomainTrials({ domain: schema.domain, versions, registry, logDefect });
  const { maxUtteranceBytes, maxHypotheses } = config;
  const service = domainService({
    domain: schema.domain,
    media: mediaWords(schema),
    versions,
    limits: { maxUtteranceBytes, maxHypotheses },
    catalogues,
    metrics,
    trials,
    catalogueMetrics: new CatalogueMetrics(serving.registry, schema.domain),
    serving,
  });
  const allReady = Promise.all([ready, catalogues.ready]).then(([first]) => first);
  allReady.catch(() => {});
  return {
    serving,
    service,
    ready: allReady,
    async begin(address) {
      reporter = report({ address, reports: () => versions.reports(), trial: () => trials.figures });
      await Promise.all([versions.start(), catalogues.start(address)]);
    },
    async close() {
      await reporter?.stop();
      await trials.close();
      await Promise.all([versions.close(), catalogues.close()]);
    },
  };
}

function refusedAtStart(
  domain: string,
  version: string,
  { check, reason }: VersionState & { name: 'refused' },
): NluError {
  return new NluError('FAILED_PRECONDITION', `bundle ${domain}/${version} is refused by its ${check} check: ${reason}`);
}
