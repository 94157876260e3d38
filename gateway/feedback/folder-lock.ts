import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { messageOf, NluError } from '../../serving/errors.js';

/** Who has a folder. */
const ownerSchema = z.object({
  /** Names this taking of the folder, and no other. */
  token: z.string(),
  pid: z.int(),
  /** Where the number of the process means something: the machine, and on Linux its namespace of processes. */
  place: z.string(),
  /** When the process began, as Linux counts; empty elsewhere. A number of a process is given again. */
  began: z.string(),
});
type Owner = z.output<typeof ownerSchema>;

/** Times of a lock, in ms. */
export interface LockTimes {
  /** Between signs of life of the owner. */
  readonly beatMs: number;
  /** An owner elsewhere that gives no sign of life for so long is dead. */
  readonly deadMs: number;
}

/** What shows that a folder may be written to. */
export interface Held {
  /** @throws NluError FAILED_PRECONDITION once another process took the folder over */
  check(): void;
  /** Leaves the folder to others. */
  release(): Promise<void>;
}

const TIMES: LockTimes = { beatMs: 2_000, deadMs: 10_000 };
/** Others may take over at the same moment: then one of them has it. */
const TRIES = 3;

/**
 * The one gateway that may write to a folder of events. Two would make a customer's key each, and forget one of them. The owner
 * touches its file; whoever finds an owner that is dead takes over.
 */
export class FolderLock implements Held {
  readonly #file: string;
  readonly #owner: Owner;
  readonly #timer: NodeJS.Timeout;
  #lost: NluError | undefined;

  private constructor(file: string, owner: Owner, beatMs: number, now: () => number, onLost: (error: Error) => void) {
    this.#file = file;
    this.#owner = owner;
    this.#timer = setInterval(() => void this.#beat(now, onLost), beatMs).unref();
  }

  /**
   * Takes a folder, which is made where it is not there.
   * @param now the time of day, in ms: any clock that goes on
   * @param onLost told when another process took the folder over, since this one stood still for too long
   * @throws NluError FAILED_PRECONDITION where a gateway that lives has it, UNAVAILABLE for a folder that cannot be used
   */
  static async take(
    folder: string,
    now: () => number,
    onLost: (error: Error) => void,
    times: LockTimes = TIMES,
  ): Promise<FolderLock> {
    const file = join(folder, 'lock');
    const owner = await thisProcess();
    const own = `${file}.${owner.token}`;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(own, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
      try {
        await placed(folder, own, file, owner, times.deadMs);
      } finally {
        await rm(own, { force: true });
      }
    } catch (cause) {
      if (cause instanceof NluError) throw cause;
      throw new NluError('UNAVAILABLE', `events.folder: ${folder} cannot be used: ${messageOf(cause)}`, { cause });
    }
    return new FolderLock(file, owner, times.beatMs, now, onLost);
  }

  check(): void {
    if (this.#lost) throw this.#lost;
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    if ((await ownerOf(this.#file))?.token === this.#owner.token) await rm(this.#file, { force: true });
  }

  async #beat(now: () => number, onLost: (error: Error) => void): Promise<void> {
    try {
      const owner = await ownerOf(this.#file);
      if (owner?.token === this.#owner.token) {
        await utimes(this.#file, now() / 1000, now() / 1000);
      } else if (!this.#lost) {
        clearInterval(this.#timer);
        const by = owner ? `process ${owner.pid} on ${owner.place} took it over` : 'its file lock was removed';
        const problem = `events.folder: this gateway no longer has it: ${by}; nothing is kept until a restart`;
        this.#lost = new NluError('FAILED_PRECONDITION', problem);
        onLost(this.#lost);
      }
    } catch (error) {
      // A disk that fails: the lock is as it was.
      onLost(error as Error);
    }
  }
}

/** Puts a process's own file in the lock's place. */
async function placed(folder: string, own: string, file: string, { token }: Owner, deadMs: number): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      return await link(own, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const found = await ownerOf(file);
    if (found && (await lives(file, found, deadMs))) throw taken(folder, found);
    // Only the dead one's: another process may have taken over meanwhile.
    const dead = `${file}.${token}.dead`;
    await rename(file, dead).catch(ignoreMissing);
    if ((await ownerOf(dead))?.token !== found?.token) await link(dead, file).catch(() => {});
    await rm(dead, { force: true });
  }
  throw taken(folder, await ownerOf(file));
}

function taken(folder: string, owner: Owner | undefined): NluError {
  const by = owner ? `process ${owner.pid} on ${owner.place}` : 'another process';
  const fix = 'give each gateway a folder of its own, or set events.store to nats, which all share';
  return new NluError('FAILED_PRECONDITION', `events.folder: ${folder} is in use by a gateway (${by}); ${fix}`);
}

/** Whether the owner lives: known at once for a process of this place, by its signs of life for another. */
async function lives(file: string, owner: Owner, deadMs: number): Promise<boolean> {
  const here = await thisProcess();
  if (owner.place === here.place) {
    if (owner.pid === here.pid && owner.began === here.began) return true;
    return isRunning(owner.pid) && (await beginning(owner.pid)) === owner.began;
  }
  const signOf = async () => (await stat(file).catch(() => undefined))?.mtimeMs;
  const first = await signOf();
  for (let waitedMs = 0; waitedMs < deadMs; waitedMs += deadMs / 20) {
    await setTimeout(deadMs / 20);
    if ((await signOf()) !== first) return true;
  }
  return false;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function thisProcess(): Promise<Owner> {
  const space = await readlink('/proc/self/ns/pid').catch(() => '');
  const place = `${hostname()} ${space}`.trim();
  return { token: randomUUID(), pid: process.pid, place, began: await beginning(process.pid) };
}

/** When a process began, in ticks since the machine did: the 22nd field; the name before it may hold blanks. */
async function beginning(pid: number): Promise<string> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

/** Undefined: there is none, or its file holds something else. */
async function ownerOf(file: string): Promise<Owner | undefined> {
  const text = await readFile(file, 'utf8').catch(ignoreMissing);
  try {
    return ownerSchema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
