import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import writeFileAtomic from 'write-file-atomic';
import { messageOf, NluError } from '../../serving/errors.js';
import type { Minute } from './load-history.js';

const HEAD = 'time,domain,count\n';

/**
 * Counts by the minute in a CSV, so that a process that starts again knows what was before, and `train forecast --history` can
 * learn from it. Lines that cannot be read, such as one that a crash cut off, are left out.
 */
export class HistoryFile {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * The minutes from a time on, which the file is cut down to.
   * @throws NluError UNAVAILABLE for a file that cannot be read or written
   */
  async open(fromSeconds: number): Promise<Minute[]> {
    try {
      const text = existsSync(this.#file) ? readFileSync(this.#file, 'utf8') : '';
      const minutes = parseMinutes(text, Math.floor(fromSeconds / 60));
      await writeFileAtomic(this.#file, HEAD + minutes.map(linesOf).join(''));
      return minutes;
    } catch (cause) {
      throw new NluError('UNAVAILABLE', `history.file: ${this.#file}: ${messageOf(cause)}`, { cause });
    }
  }

  /** Appends minutes. @throws Error of the system where that fails */
  append(minutes: readonly Minute[]): void {
    if (minutes.length > 0) appendFileSync(this.#file, minutes.map(linesOf).join(''));
  }
}

function linesOf({ minute, counts }: Minute): string {
  return [...counts].map(([name, count]) => `${minute * 60},${name},${count}\n`).join('');
}

function parseMinutes(text: string, from: number): Minute[] {
  const minutes = new Map<number, Map<string, number>>();
  for (const line of text.split('\n')) {
    const match = /^(\d{1,12}),([a-z][a-z0-9-]{0,62}),(\d+(?:\.\d+)?)$/.exec(line.trim());
    if (!match) continue;
    const minute = Math.floor(Number(match[1]) / 60);
    if (minute < from) continue;
    const own = minutes.get(minute) ?? new Map<string, number>();
    minutes.set(minute, own.set(match[2], Number(match[3])));
  }
  return [...minutes].sort(([one], [other]) => one - other).map(([minute, counts]) => ({ minute, counts }));
}
