import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { NatsOptions } from '../../../bundles/sources/nats/nats-options.js';
import { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { startNatsServer } from '../../../cli/stack/nats-server.js';
import { temporaryFolder } from '../files.js';
import { isInstalled } from '../installed-programs.js';

/** Whether nats-server can be run here; what needs it is skipped otherwise. */
export const hasNats = isInstalled('nats-server');

/** For the names of the tests that are skipped without it. */
export const NEEDS_NATS = hasNats ? '' : ' (skipped: needs nats-server)';

/** A real nats-server with JetStream on a free port, with its own store; killed when the test ends. */
export interface NatsServer {
  readonly address: string;
  /** The folder of what it stores. */
  readonly store: string;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
  /** Has it stand still, as an overloaded machine would, from when this resolves until the result is called. */
  freeze(): Promise<() => void>;
  /** Starts it on the same port with the same store. */
  restart(): Promise<void>;
  /** Kills it, removes what it stored, and starts it on the same port. */
  empty(): Promise<void>;
}

/** @param settings further arguments of nats-server, such as those of TLS */
export async function startNats(settings: readonly string[] = []): Promise<NatsServer> {
  const store = temporaryFolder();
  let server = await startNatsServer({ port: 0, store, settings });
  const { address } = server;
  const kill = async () => {
    const { process } = server;
    if (process.exitCode !== null || process.signalCode !== null) return;
    process.kill('SIGKILL');
    await once(process, 'exit');
  };
  onTestFinished(kill);
  const freeze = async () => {
    const { process } = server;
    process.kill('SIGSTOP');
    // On a busy machine its threads still answer until one of them has taken the signal.
    while (!(await isStopped(process.pid as number))) await setTimeout(1);
    return () => void process.kill('SIGCONT');
  };
  const restart = async () => {
    server = await startNatsServer({ port: Number(address.split(':')[1]), store, settings });
  };
  const empty = async () => {
    await kill();
    await rm(store, { recursive: true });
    await restart();
  };
  return { address, store, kill, freeze, restart, empty };
}

/** Whether every thread of the process stands still, as Linux tells it. */
async function isStopped(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`);
  const states = await Promise.all(
    threads.map(async (thread) => /\) (\w)/.exec(await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8'))?.[1]),
  );
  return states.every((state) => state === 'T');
}

/** Connects a client to `server`; it is closed when the test ends. */
export async function storesOf(server: NatsServer, options: Partial<NatsOptions> = {}): Promise<NatsStores> {
  const stores = new NatsStores({ servers: [server.address], name: 'test', ...options });
  onTestFinished(() => stores.close());
  await new Promise<void>((up) => stores.start({ up }));
  return stores;
}
