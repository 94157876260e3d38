import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { NluError } from '../../serving/errors.js';
import type { Source, SourceListener, Target } from '../lifecycle/source.js';
import { type ActiveBundle, bundleFile, readActive, readBundle } from './bundle-directory.js';

/** Looked at this often besides, in ms: network file systems tell of no changes, and a full queue of them is dropped. */
const LOOK_EVERY_MS = 2_000;

/**
 * A folder with `<version>.bundle` files and `active.json` naming one of them. Whoever writes there writes under another
 * name and renames, the bundle first and `active.json` last; other names are never read. A change of either file asks for
 * the target again, so that mending a refused bundle is enough to have it loaded.
 *
 * Node's own watch of the folder, rather than chokidar: that follows the file, and misses one that is renamed over another
 * twice in quick succession.
 */
export class DirectorySource implements Source {
  readonly place: string;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #seen = '';

  constructor(directory: string) {
    this.place = directory;
  }

  async start(listener: SourceListener): Promise<void> {
    const look = () => this.#look(listener);
    try {
      this.#watcher = watch(this.place, look).on('error', (error) => listener.problem(error));
    } catch (cause) {
      const { message } = cause as Error;
      listener.problem(
        new NluError('NOT_FOUND', `bundle folder ${this.place} cannot be watched: ${message}`, { cause }),
      );
    }
    this.#timer = setInterval(look, LOOK_EVERY_MS).unref();
    look();
    await this.#looking;
  }

  fetch(target: Target): Promise<Uint8Array> {
    return readBundle(this.place, target.version);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#watcher?.close();
    await this.#looking;
  }

  /** One look at a time; changes seen during one lead to one more. */
  #look(listener: SourceListener): void {
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = this.#lookOnce(listener).finally(() => {
      this.#looking = undefined;
      if (!this.#lookAgain) return;
      this.#lookAgain = false;
      this.#look(listener);
    });
  }

  async #lookOnce(listener: SourceListener): Promise<void> {
    const target = await readActive(this.place).catch((error: Error) => error);
    const seen = target instanceof Error ? target.message : await this.#fingerprint(target);
    if (seen === this.#seen) return;
    this.#seen = seen;
    if (target instanceof Error) listener.problem(target);
    else listener.aspire(targetOf(target));
  }

  /** What would have to change for the target to be asked for again. */
  async #fingerprint({ version, digest = '' }: ActiveBundle): Promise<string> {
    const file = await stat(bundleFile(this.place, version)).catch(() => undefined);
    return [version, digest, file?.ino, file?.size, file?.mtimeMs].join(' ');
  }
}

function targetOf({ version, digest }: ActiveBundle): Target {
  return { version, ...(digest === undefined ? {} : { digest }) };
}
