import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { NluError } from '../../serving/errors.js';
import type { BundleFile, FolderPlace, ReadFile, Source, SourceListener, Target } from '../lifecycle/source.js';
import { type ActiveBundle, bundleFile, readActive, readFromFolder } from './bundle-directory.js';

/** Time between checks, in ms. The watch alone misses changes on network file systems, or when its queue overflows. */
const CHECK_EVERY_MS = 2_000;

/**
 * A folder with `<version>.bundle` files and an `active.json` that names one of them. Writers must write under another
 * name and rename, the bundle first and `active.json` last; files with other names are never read. A change of either
 * file names the target again, so that replacing a refused bundle is enough to have it loaded.
 *
 * It uses Node's own watch of the folder, since chokidar follows a file and misses the second of two renames over it in
 * quick succession.
 */
export class DirectorySource implements Source {
  readonly place: string;
  readonly #read: ReadFile<FolderPlace>;
  readonly #mostBytes: number | undefined;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #checking: Promise<void> | undefined;
  #checkAgain = false;
  /** The fingerprint, or the problem, that the listener was told last. */
  #told = '';

  /**
   * @param read how the bundles' files are read; absent: on the calling thread
   * @param mostBytes the size of the largest file that is read; absent: that of a domain's bundle
   */
  constructor(directory: string, read: ReadFile<FolderPlace> = readFromFolder, mostBytes?: number) {
    this.place = directory;
    this.#read = read;
    this.#mostBytes = mostBytes;
  }

  async start(listener: SourceListener): Promise<void> {
    const check = () => this.#check(listener);
    try {
      this.#watcher = watch(this.place, check).on('error', (error) => listener.problem(error));
    } catch (cause) {
      const { message } = cause as Error;
      listener.problem(
        new NluError('NOT_FOUND', `bundle folder ${this.place} cannot be watched: ${message}`, { cause }),
      );
    }
    this.#timer = setInterval(check, CHECK_EVERY_MS).unref();
    check();
    await this.#checking;
  }

  async fetch({ version }: Target, signal: AbortSignal): Promise<BundleFile> {
    // A file of a folder is there, or an error says why not.
    return (await this.#read({ folder: this.place, version, mostBytes: this.#mostBytes }, signal))!;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#watcher?.close();
    await this.#checking;
  }

  /** Runs one check at a time. Changes during a check lead to one more. */
  #check(listener: SourceListener): void {
    if (this.#checking) {
      this.#checkAgain = true;
      return;
    }
    this.#checking = this.#checkOnce(listener).finally(() => {
      this.#checking = undefined;
      if (!this.#checkAgain) return;
      this.#checkAgain = false;
      this.#check(listener);
    });
  }

  async #checkOnce(listener: SourceListener): Promise<void> {
    const target = await readActive(this.place).catch((error: Error) => error);
    const found = target instanceof Error ? target.message : await this.#fingerprint(target);
    if (found === this.#told) return;
    this.#told = found;
    if (target instanceof Error) listener.problem(target);
    else listener.aspire(targetOf(target));
  }

  /** A text that changes whenever the target is to be named again. */
  async #fingerprint({ version, digest = '' }: ActiveBundle): Promise<string> {
    const file = await stat(bundleFile(this.place, version)).catch(() => undefined);
    return [version, digest, file?.ino, file?.size, file?.mtimeMs].join(' ');
  }
}

function targetOf({ version, digest }: ActiveBundle): Target {
  return { version, ...(digest === undefined ? {} : { digest }) };
}
