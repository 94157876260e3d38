import { onTestFinished } from 'vitest';
import type { Bundle } from '../../bundles/format/open.js';
import { trustOf } from '../../bundles/format/trust.js';
import { writeActiveBundle } from '../../bundles/sources/bundle-directory.js';
import type { Servable } from '../../domains/core/interpreter/servable.js';
import { type OpenDomainBundle, openHere } from '../../domains/core/loading/domain-bundle.js';
import { type DomainConfig, domainConfigSchema } from '../../domains/core/service/config.js';
import { type DomainSetup, startDomain } from '../../domains/core/service/start.js';
import { callUnary } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { MUSIC_SCHEMA } from './domain-manager.js';
import { temporaryFolder } from './files.js';
import { silentLog } from './log.js';
import { dial } from './serve.js';
import { loadSmall, type SmallOptions, smallBundle } from './small-model.js';

/** Puts a small bundle into a folder and names it active. */
export async function deployTo(directory: string, version: string, options: SmallOptions = {}): Promise<void> {
  await writeActiveBundle(directory, { version }, await smallBundle(version, options));
}

/** What a test may have otherwise of a music service. */
export type MusicSetup = Partial<DomainSetup> & { readonly load?: (bundle: Bundle) => Promise<Servable> };

/** Opens bundles of music on the test's own thread. */
export function openMusic({ trust }: DomainConfig, load: (bundle: Bundle) => Promise<Servable>): OpenDomainBundle {
  return openHere({ schema: MUSIC_SCHEMA, trust: trustOf(trust.publicKeys, trust.allowUnsigned) }, load);
}

/** A music service over a folder of small bundles, ready to serve; stopped when the test ends. */
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

/** The Domain service's methods as functions. */
export function callers(address: string) {
  const channel = dial(address);
  const { Interpret, Rerank, Describe } = definitions().domain;
  const timeoutMs = 5_000;
  return {
    interpret: (request: Parameters<typeof Interpret.requestSerialize>[0]) =>
      callUnary(channel, Interpret, request, { timeoutMs }),
    rerank: (request: Parameters<typeof Rerank.requestSerialize>[0]) =>
      callUnary(channel, Rerank, request, { timeoutMs }),
    describe: () => callUnary(channel, Describe, {}, { timeoutMs }),
  };
}
