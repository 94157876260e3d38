import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, NluError } from '../../../serving/errors.js';
import { syncFolder } from '../folder-sync.js';
import { hourOf, segmentName, segmentsIn } from './segment-name.js';

/** A segment that is being written. */
interface Current {
  readonly file: FileHandle;
  readonly hour: string;
  readonly path: string;
  /** Bytes that are whole lines. */
  bytes: number;
  /** Whether some of them may not be on the disk yet. */
  isDirty: boolean;
}

/** How segments are written. */
export interface SegmentRules {
  readonly folder: string;
  /** Names this process; sorts by when it began. */
  readonly writer: string;
  /** Segments older than this are removed. */
  readonly days: number;
  /** The time of day, in ms. */
  readonly now: () => number;
  /** A clock that nobody sets, in ms. */
  readonly nowMs: () => number;
  /** Told that no segment is left of the time before, in ms, each time that old ones were removed. */
  readonly onRemoved?: (beforeMs: number) => void;
  /** Told of what went wrong and harms no line. */
  readonly onFault: (error: Error) => void;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Writes lines to segments, one an hour. A segment is never written to by two processes, and never after a fault: what comes
 * behind a line that was cut goes to a segment of its own.
 */
export class SegmentWriter {
  readonly #rules: SegmentRules;
  #current: Current | undefined;
  #number = 0;
  /** How the time of day lies to the clock that nobody sets, since when, and whether it lay otherwise before. */
  #clock: { readonly beginMs: number; readonly sinceMs: number; readonly jumped: boolean } | undefined;
  /** The last thing that is to be done to the files: one after another. */
  #last: Promise<unknown> = Promise.resolve();
  #syncing: Promise<void> | undefined;
  #nextSync: Promise<void> | undefined;

  constructor(rules: SegmentRules) {
    this.#rules = rules;
  }

  /** Writes whole lines, each with its end. @throws NluError UNAVAILABLE where none is written */
  append(lines: string): Promise<void> {
    return this.#inTurn(async () => {
      const current = await this.#segment();
      const bytes = Buffer.from(lines);
      try {
        let done = 0;
        while (done < bytes.length) {
          const { bytesWritten } = await current.file.write(bytes, done, bytes.length - done);
          done += bytesWritten;
        }
      } catch (error) {
        await this.#abandon(current);
        throw unavailable(current.path, error);
      }
      current.bytes += bytes.length;
      current.isDirty = true;
    });
  }

  /**
   * Has all that was written on the disk. Who asks while that is under way shares the next one with all who do.
   * @throws NluError UNAVAILABLE: what was written since the last one may be lost
   */
  sync(): Promise<void> {
    if (!this.#syncing) return this.#sync();
    this.#nextSync ??= this.#syncing
      .catch(() => {})
      .then(() => {
        this.#nextSync = undefined;
        return this.#sync();
      });
    return this.#nextSync;
  }

  /** Ends the present segment: the next lines go to a new one. */
  rotate(): Promise<void> {
    return this.#inTurn(() => this.#finish());
  }

  close(): Promise<void> {
    return this.rotate();
  }

  /** The segment that is being written; undefined: none. */
  get path(): string | undefined {
    return this.#current?.path;
  }

  #sync(): Promise<void> {
    const syncing = this.#inTurn(async () => {
      const current = this.#current;
      if (!current?.isDirty) return;
      try {
        await current.file.datasync();
        current.isDirty = false;
      } catch (error) {
        // The system may have dropped what it could not write: that must not be taken for written at the next try.
        await this.#abandon(current);
        throw unavailable(current.path, error);
      }
    }).finally(() => {
      if (this.#syncing === syncing) this.#syncing = undefined;
    });
    this.#syncing = syncing;
    return syncing;
  }

  async #segment(): Promise<Current> {
    const nowMs = this.#rules.now();
    const hour = hourOf(nowMs);
    if (this.#current?.hour === hour) return this.#current;
    await this.#finish();
    const { folder, writer, days, onFault, onRemoved = () => {} } = this.#rules;
    const path = join(folder, segmentName(nowMs, writer, this.#number++));
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const current = { file: await open(path, 'ax', 0o600), hour, path, bytes: 0, isDirty: false };
      await syncFolder(folder).catch(async (error) => {
        await this.#abandon(current);
        throw error;
      });
      this.#current = current;
    } catch (error) {
      throw unavailable(path, error);
    }
    if (this.#believes(nowMs)) {
      const beforeMs = nowMs - days * DAY_MS;
      await removeOld(folder, hourOf(beforeMs)).then(() => onRemoved(beforeMs), onFault);
    }
    return this.#current;
  }

  /** Whether the time of day has gone on as time does for a day: a clock that jumps years ahead must not remove all there is. */
  #believes(nowMs: number): boolean {
    const passedMs = this.#rules.nowMs();
    const known = this.#clock;
    if (known && Math.abs(nowMs - passedMs - known.beginMs) < HOUR_MS) {
      return !known.jumped || passedMs - known.sinceMs >= DAY_MS;
    }
    this.#clock = { beginMs: nowMs - passedMs, sinceMs: passedMs, jumped: known !== undefined };
    return known === undefined;
  }

  async #finish(): Promise<void> {
    const current = this.#current;
    if (!current) return;
    this.#current = undefined;
    try {
      if (current.isDirty) await current.file.datasync();
    } catch (error) {
      throw unavailable(current.path, error);
    } finally {
      await current.file.close().catch(() => {});
    }
  }

  /**
   * Takes back a line that was written in part, as far as the system lets it, and leaves the segment. One without any line
   * goes: else a full disk would fill with them.
   */
  async #abandon({ file, bytes, path }: Current): Promise<void> {
    this.#current = undefined;
    await file.truncate(bytes).catch(() => {});
    await file.datasync().catch(() => {});
    await file.close().catch(() => {});
    if (bytes === 0) await rm(path, { force: true }).catch(() => {});
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.catch(() => {}).then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

async function removeOld(folder: string, oldest: string): Promise<void> {
  for (const { path, hour } of await segmentsIn(folder)) if (hour < oldest) await rm(path, { force: true });
}

function unavailable(path: string, cause: unknown): NluError {
  return new NluError('UNAVAILABLE', `${path} cannot be written: ${messageOf(cause)}`, { cause });
}
