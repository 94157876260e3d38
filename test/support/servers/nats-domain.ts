import { onTestFinished } from 'vitest';
import { openBundle } from '../../../bundles/format/open.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import { writeDeployment } from '../../../bundles/lifecycle/deployment.js';
import { instanceStatusSchema } from '../../../bundles/lifecycle/instance-status.js';
import type { Trial } from '../../../bundles/lifecycle/trials/trial.js';
import type { VersionReport } from '../../../bundles/lifecycle/version-record.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { candidateKey } from '../../../bundles/sources/stored-value.js';
import {
  currentDeployment,
  deployAfter,
  type Place,
  storeBundle,
} from '../../../cli/release/publication/publication.js';
import { domainConfigSchema } from '../../../domains/core/service/config.js';
import { startDomain } from '../../../domains/core/service/start.js';
import { silentLog } from '../log.js';
import { MUSIC_SCHEMA } from '../models/domain-manager.js';
import { loadSmall, type SmallOptions, smallBundle } from '../models/small-model.js';
import { callers, type MusicSetup, openMusic } from './music-domain.js';
import type { NatsServer } from './nats-server.js';

/** Publishes a small bundle of music and deploys it. */
export async function deployMusic(stores: NatsStores, version: string, options: SmallOptions = {}): Promise<number> {
  return deployBytes(stores, version, await smallBundle(version, options));
}

/** Deploys any bytes, also wrong ones, as a version of music. @returns the deployment's counter */
export async function deployBytes(
  stores: NatsStores,
  version: string,
  bytes: Uint8Array,
  place: Place = {},
): Promise<number> {
  const opened = await openBundle(bytes, ANY_SIGNER).catch(() => undefined);
  return deployNamed(stores, 'music', { version, digest: opened?.digest ?? 'f'.repeat(64) }, bytes, place);
}

/** Deploys bytes under the name of a domain or of its catalogue. @returns the deployment's counter */
export async function deployNamed(
  stores: NatsStores,
  name: string,
  version: { readonly version: string; readonly digest: string },
  bytes: Uint8Array,
  place: Place = {},
): Promise<number> {
  const object = await storeBundle(stores, name, bytes);
  const note = { who: 'test', when: new Date().toISOString(), why: '' };
  return deployAfter(stores, name, await currentDeployment(stores, name), { ...version, object, ...note }, place);
}

/** Publishes a small bundle of music and has it tried, as `deploy --shadow` and `--share` do. @returns the record's text */
export async function tryMusic(
  stores: NatsStores,
  version: string,
  trial: Trial,
  { lastsMs, ...options }: SmallOptions & { readonly lastsMs?: number } = {},
): Promise<string> {
  return tryBytes(stores, version, await smallBundle(version, options), trial, lastsMs);
}

/** Has any bundle of music tried. @returns the record's text */
export async function tryBytes(
  stores: NatsStores,
  version: string,
  bytes: Uint8Array,
  trial: Trial,
  lastsMs = 3_600_000,
): Promise<string> {
  const { digest } = await openBundle(bytes, ANY_SIGNER);
  const object = await storeBundle(stores, 'music', bytes);
  const counter = ((await currentDeployment(stores, 'music')).deployment?.counter ?? 0) + 1;
  const now = Date.now();
  const dates = { when: new Date(now).toISOString(), expires: new Date(now + lastsMs).toISOString() };
  const named = { domain: 'music', counter, stage: 'candidate' as const, version, digest, object };
  const text = writeDeployment({ ...named, ...dates, who: 'test', why: '', trial });
  await stores.putKey('nlu-deployments', candidateKey('music'), text);
  return text;
}

/** Starts a music service that takes its bundles from a NATS server; it is stopped when the test ends. */
export async function natsMusic(
  server: NatsServer,
  nats: object = {},
  { load = loadSmall, ...setup }: MusicSetup = {},
  settings: object = {},
) {
  const events: string[] = [];
  const problems: string[] = [];
  const reports: VersionReport[] = [];
  const config = domainConfigSchema.parse({
    source: { kind: 'nats', nats: { servers: [server.address], instance: 'one', ...nats } },
    trust: { allowUnsigned: true },
    drainMs: 1000,
    ...settings,
  });
  const domain = await startDomain({
    schema: MUSIC_SCHEMA,
    config,
    shippedBundles: '',
    open: openMusic(config, load),
    log: silentLog,
    versionLog: {
      onChange: (report) => {
        reports.push(report);
        events.push(`${report.version} ${report.state.name}`);
      },
      onProblem: (error) => problems.push(String(error)),
    },
    ...setup,
  });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= domain.stop();
    return stopped;
  };
  onTestFinished(stop);
  return { domain, events, problems, reports, stop, ...callers(domain.address) };
}

/** What an instance reports on a version in nlu-status. */
export async function statusOf(stores: NatsStores, version: string, instance = 'one') {
  return (await wholeStatusOf(stores, instance))?.versions.find((known) => known.version === version);
}

/** What an instance reports in nlu-status. */
export async function wholeStatusOf(stores: NatsStores, instance = 'one') {
  const value = await stores.getKey('nlu-status', `music.${instance}`);
  return value?.text === undefined ? undefined : instanceStatusSchema.parse(JSON.parse(value.text));
}
