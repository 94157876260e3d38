import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { openBundle } from '../../../bundles/format/open.js';
import { packBundle } from '../../../bundles/format/pack.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { storeBundle } from '../../../cli/release/publication/publication.js';
import { type Rollout, rollOut } from '../../../cli/release/publication/roll-out.js';
import { standingOf, trustOfDeployer } from '../../../cli/release/publication/standing.js';
import { startTrial } from '../../../cli/release/trials/start-trial.js';
import { temporaryFile, temporaryFolder } from '../files.js';
import { shippedBundles } from '../models/shipped.js';
import { serverlessAddress } from '../servers/addresses.js';
import { startNats, storesOf } from '../servers/nats-server.js';
import { type Program, startProgram } from '../servers/program.js';

export const TOKEN = 'a-token-for-the-tests';

/** A running stack on NATS, with a console that watches it. */
export interface WatchedStack {
  /** The console's address. */
  readonly console: string;
  readonly nats: Awaited<ReturnType<typeof startNats>>;
  readonly stores: NatsStores;
  /** Kills the gateway and its domains. */
  killStack(): Promise<void>;
  /** Starts them again at the same port. */
  restartStack(): Promise<void>;
}

/** @param args further arguments of the console */
export async function startWatchedStack(...args: string[]): Promise<WatchedStack> {
  const nats = await startNats();
  const stores = await storesOf(nats);
  const port = portOf(await serverlessAddress());
  const metricsPort = portOf(await serverlessAddress());
  const caches = temporaryFolder();
  for (const { domain, bytes } of await shippedBundles()) await deployWithoutGates(stores, domain, bytes, 'ships');
  const start = async () => {
    const stack = startProgram('one-process/main.js', [
      ...['--port', port, '--allow-unsigned', '--nats', nats.address, '--cache', caches],
      ...['--set', `operations={"port":${metricsPort}}`],
    ]);
    await stack.firstLine;
    return stack;
  };
  let stack = await start();
  const metrics = ['--metrics', `http://127.0.0.1:${metricsPort}/metrics`];
  const stores0 = ['--gateway', `127.0.0.1:${port}`, '--nats', nats.address];
  const console = await startConsoleProgram(...stores0, ...metrics, ...args);
  return {
    console,
    nats,
    stores,
    killStack: () => kill(stack),
    restartStack: async () => {
      stack = await start();
    },
  };
}

/** Starts a console, and resolves to its address. */
export async function startConsoleProgram(...args: string[]): Promise<string> {
  const token = args.includes('--nats') ? ['--steer-token-file', temporaryFile('token', `${TOKEN}\n`, 0o600)] : [];
  const program = startProgram('cli/main.js', ['console', '--port', '0', ...token, ...args]);
  onTestFinished(() => void program.process.kill('SIGKILL'));
  return program.firstLine;
}

/** Deploys a bundle as `deploy` does once its gates have passed. */
export async function deployWithoutGates(
  stores: NatsStores,
  domain: string,
  bytes: Uint8Array,
  why: string,
): Promise<Rollout> {
  const { before, note, place, options } = await toDeploy(stores, domain, bytes, why);
  return rollOut(stores, domain, before, note, place, options);
}

/** Begins a shadow as `deploy --shadow` does once its gates have passed. */
export async function shadowWithoutGates(stores: NatsStores, domain: string, bytes: Uint8Array): Promise<void> {
  const { note, place, options } = await toDeploy(stores, domain, bytes, 'to look at it first');
  await startTrial(stores, domain, note, place, options, { plan: { mode: 'shadow' }, lastsMs: 3_600_000 });
}

async function toDeploy(stores: NatsStores, domain: string, bytes: Uint8Array, why: string) {
  const { manifest } = await openBundle(bytes, ANY_SIGNER);
  const { before, counter } = await standingOf(stores, domain, trustOfDeployer(undefined));
  const object = await storeBundle(stores, domain, bytes);
  const { version, digest } = manifest;
  const note = { version, digest, object, who: 'somebody', when: new Date().toISOString(), why };
  const quorum = before.deployment ? undefined : 0;
  return { before, note, place: { counter: counter + 1, signWith: undefined }, options: { quorum, timeoutMs: 20_000 } };
}

/** The bundle of music that ships, under another version. */
export async function otherVersion(version: string): Promise<Uint8Array> {
  const music = (await shippedBundles()).find(({ domain }) => domain === 'music')!;
  const { format: _f, proto: _p, version: _v, digest: _d, parts: _l, ...body } = music.bundle.manifest;
  return packBundle({ manifest: body, parts: music.bundle.parts }, { version });
}

async function kill({ process }: Program): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  process.kill('SIGKILL');
  await once(process, 'exit');
}

function portOf(address: string): string {
  return address.split(':')[1]!;
}
