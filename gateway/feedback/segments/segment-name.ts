import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** `2026-11-28T21.<writer>-<number>.jsonl`: names sort by hour, then by when their writer began, then by their number. */
const NAME = /^(\d{4}-\d\d-\d\dT\d\d)\.[0-9a-z]+-\d{6}\.jsonl$/;

/**
 * The name of a new segment.
 * @param nowMs the time of day
 * @param writer names a process: lower-case letters and digits, which sort by when it began
 * @param number counts the writer's segments
 */
export function segmentName(nowMs: number, writer: string, number: number): string {
  return `${hourOf(nowMs)}.${writer}-${String(number).padStart(6, '0')}.jsonl`;
}

/** The hour of a time of day, in UTC: `2026-11-28T21`. */
export function hourOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 13);
}

/** A segment of a folder. */
export interface Segment {
  readonly path: string;
  /** In UTC, as in its name. */
  readonly hour: string;
}

/** The segments of a folder, oldest first; none for a folder that is not there. */
export async function segmentsIn(folder: string): Promise<Segment[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.sort().flatMap((name) => {
    const hour = NAME.exec(name)?.[1];
    return hour === undefined ? [] : [{ path: join(folder, name), hour }];
  });
}
