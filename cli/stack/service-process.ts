import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';

/** What to run: `node script ...args`. */
export interface ServiceCommand {
  /** What messages call it. */
  readonly name: string;
  /** Path of the script to run. */
  readonly script: string;
  readonly args: readonly string[];
  /** Flags of node itself. */
  readonly flags?: readonly string[];
  /** Environment variables beside this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** The longest wait for its ready line, in ms; absent: 30 s. */
  readonly readyWithinMs?: number;
  /** Gives up the start. A process that is ready is not touched. */
  readonly signal?: AbortSignal;
}

/**
 * A domain's young generation is kept to what a processor's cache holds: what a request leaves behind is written over soon, and
 * 30 MB less are resident than with V8's own limit of 16.
 */
export const DOMAIN_FLAGS = ['--max-semi-space-size=4'];

/**
 * The C library backs large allocations, the models' tables, with huge pages where the kernel gives them to who asks (glibc 2.35 and
 * Linux; elsewhere nobody reads it): fewer page walks, which are dearest in a virtual machine. What takes 256 KB or more, such as
 * the parts of a catalogue while it is read, goes back to the system as soon as it is free.
 */
const GLIBC = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=262144' };

/** A service that is ready. */
export interface ServiceProcess {
  readonly name: string;
  readonly pid: number;
  /** `host:port` to dial. */
  readonly address: string;
  /** The port of its /metrics; undefined where it has none. */
  readonly metricsPort?: number | undefined;
  /** Rejects when the process ends although nobody stopped it. */
  readonly failure: Promise<never>;
  /** SIGTERM, and SIGKILL after STOP_GRACE_MS; resolves when the process is gone. */
  stop(): Promise<void>;
}

const READY_TIMEOUT_MS = 30_000;
const STOP_GRACE_MS = 5_000;
/** How much of a service's standard error an error message quotes, in characters. */
const STDERR_TAIL = 4_000;

/**
 * Starts a service process and waits for its ready line. It dies with this process, however this one ends.
 * @throws NluError UNAVAILABLE with its standard error, when it ends or prints no ready line
 */
export async function startService({
  name,
  script,
  args,
  flags = [],
  env = {},
  readyWithinMs = READY_TIMEOUT_MS,
  signal,
}: ServiceCommand): Promise<ServiceProcess> {
  const watch = pathToFileURL(join(projectRoot(), 'dist', 'cli', 'stack', 'parent-watch.js')).href;
  const child = spawn(process.execPath, [...flags, '--import', watch, script, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...GLIBC, ...process.env, ...env },
  });
  const giveUp = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', giveUp, { once: true });
  if (signal?.aborted) giveUp();
  // A service that has ended no longer reads; that is no news here, since its end is.
  child.stdin.on('error', () => {});
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-STDERR_TAIL);
  });
  const exit = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('close', (code, signal) => resolve(`ended with ${signal ?? `exit code ${code}`}`));
  });
  let stopping = false;
  const failure = exit.then((how): never => {
    throw new NluError('UNAVAILABLE', `${name} ${how}${quoted(errors)}`);
  });
  failure.catch(() => {});
  const stop = async () => {
    stopping = true;
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
    await exit;
    clearTimeout(force);
  };
  try {
    const ready = await Promise.race([readyLine(child, name, () => errors, readyWithinMs), failure]);
    const unexpected = failure.catch((error) => (stopping ? new Promise<never>(() => {}) : Promise.reject(error)));
    unexpected.catch(() => {});
    // A process that has printed its ready line has an id.
    return { name, pid: child.pid as number, ...ready, failure: unexpected, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}

/** What the service's ready line says: `{"ready": "music", "address": "127.0.0.1:50051", "operations": 9464, ...}`. */
function readyLine(
  child: ChildProcessByStdio<Writable, Readable, Readable>,
  name: string,
  errors: () => string,
  timeoutMs: number,
): Promise<Pick<ServiceProcess, 'address' | 'metricsPort'>> {
  return new Promise((resolve, reject) => {
    const silent = () => `${name} did not say that it is ready within ${timeoutMs / 1000} s${quoted(errors())}`;
    const timer = setTimeout(() => reject(new NluError('UNAVAILABLE', silent())), timeoutMs);
    child.once('close', () => clearTimeout(timer));
    // Reading goes on to the end: an unread pipe would fill up and stop the service.
    createInterface(child.stdout).on('line', (line) => {
      const address = /^\{"ready".*"address":"([^"]+)"/u.exec(line)?.[1];
      if (!address) return;
      clearTimeout(timer);
      const operations = /"operations":(\d+)/u.exec(line)?.[1];
      resolve({ address, metricsPort: operations === undefined ? undefined : Number(operations) });
    });
  });
}

/** What a process wrote to standard error, on lines of their own; nothing where it wrote nothing. */
function quoted(errors: string): string {
  return errors.trim() && `\n${errors.trim().replace(/^/gmu, '  ')}`;
}
