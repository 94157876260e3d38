import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { NluError } from '../../serving/errors.js';

/** A nats-server with JetStream that runs as a child of this process. */
export interface NatsServerProcess {
  /** `host:port` for clients. */
  readonly address: string;
  readonly process: ChildProcess;
  /** Rejects when it ends although nobody stopped it. */
  readonly failure: Promise<never>;
  stop(): Promise<void>;
}

export interface NatsServerOptions {
  /** On the loopback; 0 lets the system choose. */
  readonly port: number;
  /** The folder of its streams; made where it is missing. */
  readonly store: string;
  /** Further arguments, such as those of TLS. */
  readonly settings?: readonly string[];
}

/**
 * Starts a nats-server that dies with this process, however this one ends.
 * @throws NluError UNAVAILABLE when none is installed, or with its standard error when it does not come up
 */
export async function startNatsServer({ port, store, settings = [] }: NatsServerOptions): Promise<NatsServerProcess> {
  const args = ['--jetstream', '--store_dir', store, '--addr', '127.0.0.1', '--port', String(port || -1), ...settings];
  const child = spawn('nats-server', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (child.pid !== undefined) stopWhenOrphaned(child);
  let errors = '';
  const exit = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(`nats-server: ${message}; \`npm run nats:install\` installs it`));
    child.once('close', (code, signal) =>
      resolve(`nats-server ended with ${signal ?? `exit code ${code}`}\n${errors}`),
    );
  });
  let stopping = false;
  const ended = exit.then((how): never => {
    throw new NluError('UNAVAILABLE', how);
  });
  ended.catch(() => {});
  const address = new Promise<string>((resolve) => {
    let client = '';
    // Reading goes on to the end: an unread pipe would fill up and stop the server.
    createInterface(child.stderr).on('line', (line) => {
      errors = `${errors}${line}\n`.slice(-4_000);
      client = /Listening for client connections on (\S+)/u.exec(line)?.[1] ?? client;
      if (line.includes('Server is ready')) resolve(client);
    });
  });
  const failure = ended.catch((error) => (stopping ? new Promise<never>(() => {}) : Promise.reject(error)));
  failure.catch(() => {});
  return {
    address: await Promise.race([address, ended]),
    process: child,
    failure,
    async stop() {
      stopping = true;
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/**
 * A shell that waits for the end of its standard input, whose other end only this process holds, and then stops the server:
 * a server, unlike the project's own services, does not watch its parent. In a session of its own, so that a
 * Ctrl+C does not end it first.
 */
function stopWhenOrphaned(server: ChildProcess): void {
  const script = 'cat > /dev/null; kill "$0" 2> /dev/null';
  const watch = spawn('sh', ['-c', script, String(server.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without a shell a server outlives a runner that is killed, and nothing else changes.
  watch.on('error', () => {});
  watch.stdin.on('error', () => {});
  server.once('exit', () => {
    watch.kill('SIGKILL');
    watch.stdin.destroy();
  });
  watch.unref();
}
