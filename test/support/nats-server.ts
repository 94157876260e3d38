import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { NatsStores } from '../../domains/core/lifecycle/nats-stores.js';
import { serverlessAddress } from './addresses.js';
import { temporaryFolder } from './files.js';

/** Whether nats-server can be run here; what needs it is skipped otherwise. */
export const hasNats = (() => {
  try {
    execFileSync('nats-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** For the names of what is skipped without it. */
export const NEEDS_NATS = hasNats ? '' : ' (skipped: needs nats-server, npm run nats:install)';

/** A real nats-server with JetStream on a free port, with its own store; killed when the test ends. */
export interface NatsServer {
  readonly address: string;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
  /** Starts it on the same port with the same store. */
  restart(): Promise<void>;
}

export async function startNats(): Promise<NatsServer> {
  const address = await serverlessAddress();
  const store = temporaryFolder();
  let server: ChildProcess;
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  const restart = async () => {
    const [host, port] = address.split(':');
    server = spawn('nats-server', ['-js', '-sd', store, '-a', host!, '-p', port!], { stdio: 'ignore' });
    while (!(await accepts(host!, Number(port)))) await setTimeout(10);
  };
  onTestFinished(kill);
  await restart();
  return { address, kill, restart };
}

/** A client of ours that is connected, closed when the test ends. */
export async function storesOf(server: NatsServer): Promise<NatsStores> {
  const stores = new NatsStores({ servers: [server.address], name: 'test' });
  onTestFinished(() => stores.close());
  await new Promise<void>((up) => stores.start({ up }));
  return stores;
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });
}
