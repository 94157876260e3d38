import type { Registry } from 'prom-client';
import { catalogueName } from '../../../../bundles/format/catalogue-name.js';
import type { Releasable } from '../../../../bundles/lifecycle/handle.js';
import { VersionManager } from '../../../../bundles/lifecycle/manager.js';
import type { VersionLog } from '../../../../bundles/lifecycle/version-log.js';
import type { VersionReport } from '../../../../bundles/lifecycle/version-record.js';
import { openSource } from '../../../../bundles/sources/open-source.js';
import type { SourceConfig } from '../../../../bundles/sources/source-config.js';
import type { StatusReporter } from '../../../../bundles/sources/status-reporter.js';
import { NluError } from '../../../../serving/errors.js';
import { CatalogueThread } from '../../loading/catalogue/catalogue-thread.js';
import { catalogueTrust } from '../../loading/catalogue/catalogue-trust.js';
import type { CatalogueManifest } from '../../resolution/bundle/catalogue-manifest.js';
import type { EntityResolver } from '../../resolution/entity-resolver.js';
import type { DomainConfig } from '../config.js';
import { catalogueSource } from './catalogue-config.js';

interface CatalogueServable extends Releasable {
  readonly resolver: EntityResolver;
}

/** The catalogue of one request, from its beginning to its end. */
export interface CatalogueLease {
  readonly resolver: EntityResolver;
  readonly version: string;
  end(): void;
}

/** The catalogues of a domain that are loaded, one of them active. */
export interface CatalogueVersions {
  /** The first version that became active; rejects where a folder has none that may be served. */
  readonly ready: Promise<unknown>;
  /** Begins to take catalogues; `address` is where status says that this process serves. */
  start(address: string): Promise<void>;
  /**
   * Takes the active catalogue, or the loaded version that is named.
   * @param version empty: the active one
   * @returns undefined where no catalogue is loaded and none is named
   * @throws NluError FAILED_PRECONDITION for a version that is not loaded
   */
  lease(version: string): CatalogueLease | undefined;
  reports(): readonly VersionReport[];
  close(): Promise<void>;
}

/** What the catalogues of a domain are taken by. */
export interface CatalogueSetup {
  readonly domain: string;
  readonly config: DomainConfig;
  readonly log: VersionLog;
  readonly registry: Registry;
  /** Told of every change of a version's state. */
  readonly onChange: (report: VersionReport) => void;
}

/** The largest share of its time that a process gives to loading catalogues: one fifth. */
const LOADING_REST = 4;

/** A domain that is told of no catalogues. */
export const NO_CATALOGUE: CatalogueVersions = {
  ready: Promise.resolve(),
  start: async () => {},
  lease(version) {
    if (version === '') return undefined;
    throw notLoaded(version, 'this domain takes no catalogues');
  },
  reports: () => [],
  close: async () => {},
};

/**
 * Takes the catalogues that are deployed for a domain, by the life cycle of every bundle. Without one the domain answers all
 * the same.
 * @throws NluError INVALID_ARGUMENT for catalogues from NATS where the domain's own bundles come from a folder
 */
export async function catalogueVersions(setup: CatalogueSetup): Promise<CatalogueVersions> {
  const { catalogue } = setup.config;
  return catalogue ? deployedCatalogues(setup, catalogueSource(setup.config), catalogue.keepVersions) : NO_CATALOGUE;
}

async function deployedCatalogues(
  { domain, config, log, registry, onChange }: CatalogueSetup,
  sourceConfig: SourceConfig,
  keep: number,
): Promise<CatalogueVersions> {
  const name = catalogueName(domain);
  const trust = catalogueTrust(config.trust, domain);
  const { answerWithinMs } = config;
  // Also before anything serves: the recognizer is made meanwhile.
  const thread = new CatalogueThread({ domain, trust: config.trust, source: sourceConfig, answerWithinMs });
  const { source, fixed, report, watch } = await openSource(sourceConfig, name, '', trust, () => thread.read);
  watch(registry);
  let reporter: StatusReporter | undefined;
  let isActive = false;
  let announce: (first: VersionReport) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const ready = fixed
    ? new Promise<VersionReport>((resolve, reject) => {
        announce = resolve;
        fail = reject;
      })
    : Promise.resolve();
  ready.catch(() => {});
  const versions = new VersionManager<CatalogueServable, CatalogueManifest>({
    source,
    loader: async (target, bytes, onWarming) => {
      const { catalogue, release, ...loaded } = await thread.open(bytes, target, onWarming);
      return { ...loaded, servable: { resolver: catalogue.resolver, release: async () => release() } };
    },
    keep,
    rest: LOADING_REST,
    now: Date.now,
    onChange: (change) => {
      const { state, version } = change;
      isActive ||= state.name === 'active';
      log.onChange(change);
      onChange(change);
      reporter?.changed();
      if (state.name === 'active') announce(change);
      if (state.name === 'refused') {
        const problem = `bundle ${name}/${version} is refused by its ${state.check} check: ${state.reason}`;
        fail(new NluError('FAILED_PRECONDITION', problem));
      }
    },
    onProblem: (error) => {
      log.onProblem(error);
      reporter?.changed();
      fail(error);
    },
  });
  return {
    ready,
    start(address) {
      reporter = report({ address, reports: () => versions.reports() });
      return versions.start();
    },
    lease(version) {
      if (!isActive) {
        if (version === '') return undefined;
        throw notLoaded(version, 'no catalogue is loaded');
      }
      try {
        const { servable, manifest, end } = versions.lease(version);
        return { resolver: servable.resolver, version: manifest.version, end };
      } catch (error) {
        if (version === '' || !(error instanceof NluError)) throw error;
        throw notLoaded(version, error.message.replace(/^version: /, ''));
      }
    },
    reports: () => versions.reports(),
    async close() {
      await reporter?.stop();
      await versions.close();
      await thread.close();
    },
  };
}

/** The error of a request that pins a catalogue which is not loaded. */
function notLoaded(version: string, why: string): NluError {
  return new NluError('FAILED_PRECONDITION', `catalogue_version: ${version} cannot be had: ${why}`);
}
