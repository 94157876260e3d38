import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NluError } from '../../../serving/errors.js';
import type { Held } from '../folder-lock.js';
import { syncFolder } from '../folder-sync.js';
import { type KeyRecord, type KeyStore, parsedKeyRecord, type StoredKey } from './key-store.js';

/**
 * Customers' keys in a folder, a file each, in 256 folders by the first two digits. Who has the folder's lock writes them;
 * others may read.
 * A copy of this folder undoes later forgetting: back up the segments, and not the keys.
 */
export class FolderKeys implements KeyStore {
  readonly #folder: string;
  readonly #held: Pick<Held, 'check'> | undefined;
  readonly #now: () => number;
  /** Folders that are there. */
  readonly #made = new Set<string>();

  /**
   * @param held the folder's lock; absent for who only reads
   * @param now the time of day, in ms
   */
  constructor(folder: string, held?: Pick<Held, 'check'>, now: () => number = () => 0) {
    this.#folder = folder;
    this.#held = held;
    this.#now = now;
  }

  async get(customer: string): Promise<StoredKey | undefined> {
    const file = this.#fileOf(customer);
    try {
      const record = parsedKeyRecord(await readFile(file, 'utf8'));
      // Tells when it was last of use.
      if (this.#held) await utimes(file, this.#now() / 1000, this.#now() / 1000);
      return { record, revision: 0 };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw unavailable(error);
    }
  }

  async put(customer: string, record: KeyRecord, revision: number | undefined): Promise<boolean> {
    const file = this.#fileOf(customer);
    this.#held?.check();
    try {
      const written = await this.#written(file, record);
      if (revision === undefined) {
        try {
          await link(written, file);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
          throw error;
        } finally {
          await rm(written, { force: true });
        }
      } else {
        await rename(written, file);
      }
      await syncFolder(dirname(file));
      return true;
    } catch (error) {
      throw unavailable(error);
    }
  }

  async forget(customer: string, time: string): Promise<void> {
    const file = this.#fileOf(customer);
    this.#held?.check();
    try {
      // The bytes of the key themselves, which would stay on the disk behind a file that is only replaced.
      await overwrite(file);
      await rename(await this.#written(file, { forgotten: time }), file);
      await syncFolder(dirname(file));
    } catch (error) {
      throw unavailable(error);
    }
  }

  async *unusedSince(sinceMs: number): AsyncGenerator<string> {
    try {
      for (const place of await namesIn(this.#folder, /^([0-9a-f]{2})$/)) {
        for (const rest of await namesIn(join(this.#folder, place), /^([0-9a-f]{30})\.json$/)) {
          const customer = `${place}${rest}`;
          if ((await stat(this.#fileOf(customer))).mtimeMs < sinceMs) yield customer;
        }
      }
    } catch (error) {
      throw unavailable(error);
    }
  }

  async remove(customer: string, sinceMs: number): Promise<boolean> {
    const file = this.#fileOf(customer);
    this.#held?.check();
    try {
      if ((await stat(file)).mtimeMs >= sinceMs) return false;
      await overwrite(file);
      await rm(file);
      return true;
    } catch (error) {
      throw unavailable(error);
    }
  }

  #fileOf(customer: string): string {
    return join(this.#folder, customer.slice(0, 2), `${customer.slice(2)}.json`);
  }

  /** Writes a record beside its place. */
  async #written(file: string, record: KeyRecord): Promise<string> {
    const folder = dirname(file);
    if (!this.#made.has(folder)) {
      const made = await mkdir(folder, { recursive: true, mode: 0o700 });
      if (made !== undefined) await syncFolder(this.#folder);
      this.#made.add(folder);
    }
    const path = `${file}.${randomUUID()}.tmp`;
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(record)}\n`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    return path;
  }
}

/** What a pattern takes of the names in a folder. */
async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.flatMap((name) => pattern.exec(name)?.[1] ?? []);
}

async function overwrite(path: string): Promise<void> {
  const handle = await open(path, 'r+').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return;
  try {
    const { size } = await handle.stat();
    await handle.write(Buffer.alloc(size), 0, size, 0);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Says what failed and not at which file: its name is that of a customer, whom a log must not name. */
function unavailable(cause: unknown): NluError {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  const why = code === undefined ? 'an unknown fault' : `${code}${syscall === undefined ? '' : ` (${syscall})`}`;
  return new NluError('UNAVAILABLE', `the store of customers' keys: ${why}`, { cause });
}
