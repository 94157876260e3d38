import { onTestFinished } from 'vitest';
import type { Bundle } from '../../../bundles/format/open.js';
import { trustOf } from '../../../bundles/format/trust.js';
import { writeActiveBundle } from '../../../bundles/sources/bundle-directory.js';
import type { Servable } from '../../../domains/core/interpreter/servable.js';
import { type OpenDomainBundle, openHere } from '../../../domains/core/loading/domain-bundle.js';
import { type DomainConfig, domainConfigSchema } from '../../../domains/core/service/config.js';
import { type DomainSetup, startDomain } from '../../../domains/core/service/start.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { temporaryFolder } from '../files.js';
import { silentLog } from '../log.js';
import { MUSIC_SCHEMA } from '../models/domain-manager.js';
import { loadSmall, type SmallOptions, smallBundle } from '../models/small-model.js';
import { dial } from './serve.js';

/** Puts a small bundle into a folder and names it active. */
export async function deployTo(directory: string, version: string, options: SmallOptions = {}): Promise<void> {
  await writeActiveBundle(directory, { version }, await smallBundle(version, options));
}

/** What a test may replace in a music service. */
export type MusicSetup = Partial<DomainSetup> & { readonly load?: (bundle: Bundle) => Promise<Servable> };

/** Opens music bundles on the test's own thread. */
export function openMusic({ trust }: DomainConfig, load: (bundle: Bundle) => Promise<Servable>): OpenDomainBundle {
  return openHere(
    { schema: MUSIC_SCHEMA, trust: trustOf(trust.publicKeys, trust.allowUnsigned, MUSIC_SCHEMA.domain) },
    load,
  );
}

/**
 * Starts a music service over a folder of small bundles and waits until it serves; it is stopped when the test ends.
 */
export async function musicDomain(settings: object = {}, { load = loadSmall, ...setup }: MusicSetup = {}) {
  const directory = temporaryFolder();
  await deployTo(directory, 'v1');
  const config = domainConfigSchema.parse({
    source: { directory },
    trust: { allowUnsigned: true },
    drainMs: 1000,
    ...settings,
  });
  const domain = await startDomain({
    schema: MUSIC_SCHEMA,
    config,
    shippedBundles: directory,
    open: openMusic(config, load),
    log: silentLog,
    versionLog: { onChange: () => {}, onProblem: () => {} },
    ...setup,
  });
  onTestFinished(() => domain.stop());
  await domain.ready;
  return { directory, domain, ...callers(domain.address) };
}

/** Functions that call the methods of the domain service at `address`. */
export function callers(address: string) {
  const channel = dial(address);
  const { Interpret, Rerank, Resolve, Describe } = definitions().domain;
  const timeoutMs = 5_000;
  return {
    interpret: (request: Parameters<typeof Interpret.requestSerialize>[0]) =>
      callUnary(channel, Interpret, request, { timeoutMs }),
    rerank: (request: Parameters<typeof Rerank.requestSerialize>[0]) =>
      callUnary(channel, Rerank, request, { timeoutMs }),
    resolve: (request: Parameters<typeof Resolve.requestSerialize>[0]) =>
      callUnary(channel, Resolve, request, { timeoutMs }),
    describe: () => callUnary(channel, Describe, {}, { timeoutMs }),
  };
}
