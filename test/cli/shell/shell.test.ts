import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { projectRoot } from '../../../serving/project.js';
import { temporaryFolder } from '../../support/files.js';
import { isInstalled } from '../../support/installed-programs.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { hasNats } from '../../support/servers/nats-server.js';
import { startProgram } from '../../support/servers/program.js';

const main = join(projectRoot(), 'dist', 'cli', 'main.js');

/** A shell that is typed to. */
class TypedShell {
  /** All that it wrote, standard error too. */
  written = '';
  readonly code: Promise<number | null>;
  private seen = 0;
  private readonly child: ChildProcess;

  constructor(command: string, args: readonly string[], state: string) {
    const env = { PATH: process.env.PATH, TERM: 'xterm', XDG_STATE_HOME: state };
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child = child;
    onTestFinished(() => void child.kill('SIGKILL'));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.written += text;
        child.emit('written');
      });
    }
    this.code = new Promise((resolve) => child.once('close', resolve));
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  end(): void {
    this.child.stdin?.end();
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits until the text is written behind what was waited for last. The test's time is the limit. */
  async until(text: string): Promise<void> {
    await this.sees(() => this.written.includes(text, this.seen));
    this.seen = this.written.indexOf(text, this.seen) + text.length;
  }

  /** Waits until what is written is as wanted. */
  async sees(isWanted: () => boolean): Promise<void> {
    while (!isWanted()) await new Promise<void>((resolve) => this.child.once('written', resolve));
  }
}

const piped = (args: readonly string[]) =>
  new TypedShell(process.execPath, [main, 'shell', ...args], temporaryFolder());

/** A terminal of 80 columns, by util-linux's `script`. */
function inTerminal(args: readonly string[], state: string): TypedShell {
  const words = [process.execPath, main, 'shell', ...args].map((word) => `'${word}'`).join(' ');
  return new TypedShell('script', ['-qec', `stty cols 80 rows 40; ${words}`, '/dev/null'], state);
}

/** The bundle that ships with music. */
function shippedBundle(): string {
  const folder = join(projectRoot(), 'domains', 'music', 'bundle');
  const { version } = JSON.parse(readFileSync(join(folder, 'active.json'), 'utf8'));
  return join(folder, `${version}.bundle`);
}

/** A server that takes a connection, and never says a word. */
async function silentServer() {
  const server = createServer((socket) => socket.on('error', () => {}));
  const called = once(server, 'connection') as Promise<[Socket]>;
  const left = called.then(([socket]) => once(socket, 'close'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, called, left };
}

const widest = (text: string) => Math.max(...text.split(/\r?\n/u).map((line) => [...line].length));

const domains = {
  books: { interpret: async () => replyOf('books', [0.6]) },
  video: { interpret: async () => replyOf('video', [0.1]) },
};

describe('a script', () => {
  it('is answered line by line in 80 columns, and fails where a line does', async () => {
    const { address } = await gatewayBefore(domains);
    const shell = piped(['--gateway', address]);
    shell.type(':device ereader\n\nfind the novel dune\n:explain\nfind it\n:devise tv\n:deploy books x\n:status');
    shell.end();
    expect(await shell.code).toBe(1);
    const text = shell.written.replaceAll('\n', ' ');
    expect(text).toContain(`gateway ${address} is up; `);
    expect(text).toMatch(/ereader> find the novel dune ┌.* (ACCEPT|CLARIFY) .*Why/u);
    expect(text).toMatch(
      /> find it .* would win with a prior .*books books-1: in-domain 60\.0%.*Priors move, in log-odds/u,
    );
    expect(text).toContain('line 6: :devise is no command; did you mean :device?');
    expect(text).toContain('line 7: :deploy needs a NATS');
    expect(widest(shell.written.replaceAll(/^ {2}.*$/gmu, ''))).toBeLessThanOrEqual(80);
  });

  it('ends with 0 where every line was answered, or at :quit', async () => {
    const { address } = await gatewayBefore(domains);
    const shell = piped(['--gateway', address]);
    shell.type('find dune\n:quit\n:nonsense\n');
    shell.end();
    expect(await shell.code).toBe(0);
    expect(shell.written).not.toContain('nonsense');
  });

  it('fails where it is stopped before its end', async () => {
    const { address } = await gatewayBefore(domains);
    const shell = piped(['--gateway', address]);
    shell.type('find dune\n');
    await shell.until('Why');
    shell.signal('SIGTERM');
    expect(await shell.code).toBe(1);
    expect(shell.written).toContain('ended before every line was answered');
  });

  it('goes on when the gateway is gone, and is answered once it is there', async () => {
    const address = await serverlessAddress();
    const shell = piped(['--gateway', address]);
    const answers = () => shell.written.match(/^Why/gmu)?.length ?? 0;
    let typed = 0;
    // Standard output and standard error come by pipes of their own, so that their order says nothing.
    const ask = async () => {
      typed += 1;
      const before = answers();
      shell.type('find dune\n');
      await shell.sees(() => shell.written.includes(`line ${typed}: `) || answers() > before);
      return answers() > before;
    };
    expect(await ask()).toBe(false);
    expect(shell.written.replaceAll('\n', ' ')).toContain('nothing listens there: is it running?');
    const { stop } = await gatewayBefore(domains, { listen: { port: Number(address.split(':')[1]) } });
    // gRPC connects anew after half a second at most: lines are typed until one is answered.
    while (!(await ask()));
    await stop();
    expect(await ask()).toBe(false);
    shell.end();
    expect(await shell.code).toBe(1);
  });
});

describe.skipIf(!isInstalled('script'))('a terminal (by `script`)', () => {
  it('completes with Tab, shows the device, keeps lines for the next time, and ends at Ctrl-C twice', async () => {
    const { address } = await gatewayBefore(domains);
    const state = temporaryFolder();
    const shell = inTerminal(['--gateway', address], state);
    await shell.until('Ctrl-D ends');
    await shell.until('> ');
    // A Tab that comes with further keys is taken for pasted text.
    for (const [keys, shown] of [
      [':devi', ':devi'],
      ['\t', 'ce '],
      ['ta', 'ta'],
      ['\t', 'blet'],
      ['\r', 'tablet> '],
      ['find dune\r', 'Why'],
    ] as const) {
      shell.type(keys);
      await shell.until(shown);
    }
    await shell.until('> ');
    shell.type('never mind');
    await shell.until('never mind');
    shell.type('\x03');
    await shell.until('^C');
    await shell.until('> ');
    shell.type('\x03');
    expect(await shell.code).toBe(0);
    const lines = shell.written.replaceAll(/\u001b\[\d*[A-Za-z]/gu, '\n');
    expect(widest(lines)).toBeLessThanOrEqual(80);
    const file = join(state, 'nlu-reranker', 'shell-history');
    expect(readFileSync(file, 'utf8')).toBe(':device tablet\nfind dune\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const next = inTerminal(['--gateway', address], state);
    await next.until('> ');
    next.type('\x1b[A');
    await next.until('find dune');
    next.type('\x03');
    await next.until('^C');
    next.type('\x04');
    expect(await next.code).toBe(0);
  });

  it('gives up a deployment at Ctrl-C twice, and says that it did', async () => {
    const { address } = await gatewayBefore(domains);
    const nats = await silentServer();
    const shell = inTerminal(['--gateway', address, '--nats', nats.address, '--no-history'], temporaryFolder());
    await shell.until('> ');
    shell.type(`:deploy music ${shippedBundle()} --why again\r`);
    await nats.called;
    shell.type('\x03');
    await shell.until('gives up what is being done');
    shell.type('\x03');
    expect(await shell.code).toBe(1);
    expect(shell.written).toContain('ended before every line was answered');
    await nats.left;
  });

  it('answers what was typed before Ctrl-D', async () => {
    const { address } = await gatewayBefore(domains);
    const shell = inTerminal(['--gateway', address, '--no-history'], temporaryFolder());
    await shell.until('> ');
    shell.type('find dune\r\x04');
    expect(await shell.code).toBe(0);
    expect(shell.written).toContain('Why');
  });

  it('--no-history keeps nothing', async () => {
    const { address } = await gatewayBefore(domains);
    const state = temporaryFolder();
    const shell = inTerminal(['--gateway', address, '--no-history'], state);
    await shell.until('> ');
    shell.type('find dune\r');
    await shell.until('Why');
    await shell.until('> ');
    shell.type('\x04');
    expect(await shell.code).toBe(0);
    expect(existsSync(join(state, 'nlu-reranker'))).toBe(false);
  });
});

it('starts a stack of its own, and stops it', async () => {
  const shell = piped([]);
  shell.type(':device tv\nfind the novel dune\n');
  shell.end();
  expect(await shell.code).toBe(0);
  expect(shell.written).toContain('ACCEPT books SearchCreativeWork, object_type: novel, object_name: dune');
  expect(widest(shell.written)).toBeLessThanOrEqual(80);
});

describe.skipIf(!hasNats)('a shell that is told of NATS', () => {
  it('deploys, shows the replicas, and refuses a rollback to nothing', async () => {
    const args = ['start-nats', '--port', '0', '--nats-port', '0', '--store', temporaryFolder(), '--one-process'];
    const { process: server } = startProgram('cli/main.js', args);
    let started = '';
    for await (const text of server.stdout ?? []) {
      started += text;
      if (started.includes('Stop with')) break;
    }
    const [gateway, nats] = ['gateway', 'nats'].map(
      (name) => new RegExp(`^${name} {2}(\\S+)$`, 'mu').exec(started)?.[1],
    );
    const bundle = shippedBundle();
    const version = basename(bundle, '.bundle');
    const shell = piped(['--gateway', `${gateway}`, '--nats', `${nats}`]);
    shell.type(`:rollback music\n:deploy music ${bundle} --why 'again'\n:status music\n`);
    shell.end();
    expect(await shell.code).toBe(1);
    expect(shell.written).toContain(`line 1: no version before ${version} was deployed`);
    expect(shell.written).toContain(`music: ${version} -> ${version}, number 2`);
    expect(shell.written).toMatch(/│ music .* active /u);
    expect(shell.written).not.toContain('line 2: ');
  });
});
