import { open, rename, rm, stat } from 'node:fs/promises';
import { messageOf, NluError } from '../../../serving/errors.js';
import type { Held } from '../folder-lock.js';
import { syncFolder } from '../folder-sync.js';
import type { EventStore, StoredCounts } from '../records/event-store.js';
import { parsedRecord, recordLine, type StoredRecord } from '../records/stored-record.js';
import { segmentLines } from './segment-lines.js';
import { segmentsIn } from './segment-name.js';
import { type SegmentRules, SegmentWriter } from './segment-writer.js';

const SYNC_EVERY_MS = 1_000;

/** Events in segments of a folder, a line each, on the disk after a second at most. */
export class FolderEvents implements EventStore {
  readonly #folder: string;
  readonly #writer: SegmentWriter;
  readonly #held: Held;
  readonly #timer: NodeJS.Timeout;
  #purging: Promise<void> = Promise.resolve();

  /** @param held the folder's lock, which is left with the store */
  constructor(rules: SegmentRules, held: Held) {
    this.#folder = rules.folder;
    this.#held = held;
    this.#writer = new SegmentWriter(rules);
    this.#timer = setInterval(() => void this.#writer.sync().catch(rules.onFault), SYNC_EVERY_MS).unref();
  }

  async append(records: readonly StoredRecord[], lasting: boolean): Promise<readonly boolean[]> {
    this.#held.check();
    await this.#writer.append(records.map((record) => `${recordLine(record)}\n`).join(''));
    if (lasting) await this.#writer.sync();
    return records.map(() => true);
  }

  async count(customer: string): Promise<StoredCounts> {
    const counts = { requests: 0, outcomes: 0 };
    try {
      for (const { path } of await segmentsIn(this.#folder)) {
        for await (const { text } of segmentLines(path)) {
          if (!isOf(text, customer)) continue;
          if (parsedRecord(text)?.kind === 'request') counts.requests++;
          else counts.outcomes++;
        }
      }
    } catch (error) {
      throw unavailable(this.#folder, error);
    }
    return counts;
  }

  async mark(time: string): Promise<string> {
    return time;
  }

  /** Segments are written anew without the customer's lines, one after another. */
  purge(customer: string, mark: string): Promise<void> {
    const purging = this.#purging.catch(() => {}).then(() => this.#purge(customer, mark));
    this.#purging = purging.catch(() => {});
    return purging;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#purging;
    await this.#writer.close().finally(() => this.#held.release());
  }

  async #purge(customer: string, mark: string): Promise<void> {
    try {
      this.#held.check();
      await this.#writer.rotate();
      const segments = await segmentsIn(this.#folder);
      if (segments.length === 0) return;
      for (const { path } of segments) {
        const isGone = (line: string) => isOf(line, customer) && !((parsedRecord(line)?.time ?? '') > mark);
        if (path !== this.#writer.path && (await hasLine(path, isGone))) await withoutLines(path, isGone);
      }
      await syncFolder(this.#folder);
    } catch (error) {
      throw unavailable(this.#folder, error);
    }
  }
}

/** Whether a line is the customer's, by the one place that names it. */
function isOf(line: string, customer: string): boolean {
  return line.includes(`"customer":"${customer}","sealed":`);
}

async function hasLine(path: string, isGone: (line: string) => boolean): Promise<boolean> {
  for await (const { text } of segmentLines(path)) if (isGone(text)) return true;
  return false;
}

async function withoutLines(path: string, isGone: (line: string) => boolean): Promise<void> {
  const { mode } = await stat(path);
  const written = `${path}.tmp`;
  // One that a process left which was stopped.
  await rm(written, { force: true });
  const file = await open(written, 'wx', mode);
  try {
    let lines = '';
    for await (const { text, isCut } of segmentLines(path)) {
      if (!isGone(text)) lines += isCut ? text : `${text}\n`;
      if (lines.length < 1024 * 1024) continue;
      await file.writeFile(lines);
      lines = '';
    }
    await file.writeFile(lines);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(written, path);
}

function unavailable(folder: string, cause: unknown): NluError {
  if (cause instanceof NluError) return cause;
  return new NluError('UNAVAILABLE', `events in ${folder}: ${messageOf(cause)}`, { cause });
}
