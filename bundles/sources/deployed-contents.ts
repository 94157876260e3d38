import type { Registry } from 'prom-client';
import type { z } from 'zod';
import type { Log } from '../../serving/observability/log.js';
import type { Envelope } from '../format/envelope.js';
import { type Trust, trustOf } from '../format/trust.js';
import { checkIdentity } from '../lifecycle/bundle-identity.js';
import type { Releasable } from '../lifecycle/handle.js';
import { VersionManager } from '../lifecycle/manager.js';
import type { trustConfigSchema } from '../lifecycle/trust-config.js';
import { versionLog } from '../lifecycle/version-log.js';
import { openSource } from './open-source.js';
import type { SourceConfig } from './source-config.js';
import type { StatusReporter } from './status-reporter.js';

/** Where bundles come from, and whose are taken. */
export interface DeployedFrom {
  readonly source: SourceConfig;
  readonly trust: z.output<typeof trustConfigSchema>;
}

/** Bundles that are plain contents: nothing has to be released when another is in force. */
export interface ContentKind<Content> {
  /** What they are deployed under. */
  readonly name: string;
  /** Number of versions that stay loaded; the one in force counts. */
  readonly keep: number;
  /**
   * Opens a bundle.
   * @returns its manifest, and what makes the contents of it in steps that keep nobody waiting
   * @throws BundleRefused naming the check that fails
   */
  readonly open: (bytes: Uint8Array, trust: Trust) => Promise<{ manifest: Envelope; content: () => Promise<Content> }>;
  /** Is called whenever another version is in force. */
  readonly onActive?: () => void;
}

/** The contents that are deployed under one name, one of them in force. */
export interface DeployedContents<Content> {
  /** Begins to take them; `address` is where status says that this process is. */
  start(address: string): Promise<void>;
  /** Whether any is in force. */
  readonly isActive: boolean;
  /**
   * Takes the contents in force, or the loaded version that is named.
   * @param version empty: the one in force
   * @throws NluError FAILED_PRECONDITION for a version that is not loaded
   */
  lease(version: string): { readonly content: Content; readonly version: string; end(): void };
  close(): Promise<void>;
}

/** Takes contents that are deployed as bundles, by the life cycle of every bundle. */
export async function deployedContents<Content>(
  { name, keep, open, onActive }: ContentKind<Content>,
  from: DeployedFrom,
  processLog: Log,
  registry: Registry,
): Promise<DeployedContents<Content>> {
  const log = versionLog(processLog, name);
  const trust = trustOf(from.trust.publicKeys, from.trust.allowUnsigned, name);
  const { source, report, watch } = await openSource(from.source, name, '', trust);
  watch(registry);
  let reporter: StatusReporter | undefined;
  let isActive = false;
  const versions = new VersionManager<Releasable & { readonly content: Content }, Envelope>({
    source,
    loader: async (target, bytes, onWarming) => {
      const { manifest, content } = await open(bytes, trust);
      checkIdentity(manifest, name, target);
      onWarming();
      return { manifest, servable: { content: await content(), release: async () => {} } };
    },
    keep,
    now: Date.now,
    onChange: (change) => {
      log.onChange(change);
      reporter?.changed();
      if (change.state.name !== 'active') return;
      isActive = true;
      onActive?.();
    },
    onProblem: (error) => {
      log.onProblem(error);
      reporter?.changed();
    },
  });
  return {
    start(address) {
      reporter = report({ address, reports: () => versions.reports() });
      return versions.start();
    },
    get isActive() {
      return isActive;
    },
    lease(version) {
      const { servable, manifest, end } = versions.lease(version);
      return { content: servable.content, version: manifest.version, end };
    },
    async close() {
      await reporter?.stop();
      await versions.close();
    },
  };
}
