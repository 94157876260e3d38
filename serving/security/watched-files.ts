import { createHash } from 'node:crypto';
import type { NluError } from '../errors.js';

/** Time between two checks, in ms. By content, not by date: Kubernetes changes mounted secrets by moving a link. */
const CHECK_EVERY_MS = 2_000;

/** The bytes of several files, in a fixed order; undefined stands for a file that is not configured. */
export type FileBytes = readonly (Buffer | undefined)[];

/** How to read some files, and whom to tell about their changes. */
export interface WatchedFilesOptions<Content> {
  /** @throws NluError naming the file that cannot be read */
  readonly read: () => FileBytes;
  /** @throws NluError saying why the files cannot be used */
  readonly parse: (files: FileBytes) => Content;
  /** Called with the new content after the files changed to something that can be used. */
  readonly onChange: (content: Content) => void;
  /** Called once for each problem with changed files; the old content stays in use. */
  readonly onUnusable: (error: NluError) => void;
}

/** The content of files that may change while the process runs. */
export class WatchedFiles<Content> {
  readonly #options: WatchedFilesOptions<Content>;
  #content: Content;
  #fingerprint: string;
  #reported = '';
  #timer: NodeJS.Timeout | undefined;

  /**
   * Reads the files; checks begin with `start`.
   * @throws NluError for files that cannot be read or used
   */
  constructor(options: WatchedFilesOptions<Content>) {
    this.#options = options;
    const files = options.read();
    this.#content = options.parse(files);
    this.#fingerprint = fingerprintOf(files);
  }

  /** What the files held when they could last be used. */
  get content(): Content {
    return this.#content;
  }

  get watching(): boolean {
    return this.#timer !== undefined;
  }

  /** Checks the files every 2 s from now on. */
  start(): void {
    this.#timer ??= setInterval(() => this.check(), CHECK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Reads the files, and takes up their content if it changed and can be used. */
  check(): void {
    try {
      const files = this.#options.read();
      const fingerprint = fingerprintOf(files);
      if (fingerprint !== this.#fingerprint) {
        this.#content = this.#options.parse(files);
        this.#fingerprint = fingerprint;
        this.#options.onChange(this.#content);
      }
      this.#reported = '';
    } catch (error) {
      const { message } = error as NluError;
      if (message !== this.#reported) this.#options.onUnusable(error as NluError);
      this.#reported = message;
    }
  }
}

function fingerprintOf(files: FileBytes): string {
  const hash = createHash('sha256');
  for (const bytes of files) hash.update(String(bytes?.length)).update(bytes ?? '');
  return hash.digest('hex');
}
