import { createReadStream } from 'node:fs';

/** The longest line, in UTF-16 code units: no event is so long. */
const LONGEST_LINE = 2 * 1024 * 1024;

/** A line of a segment. */
export interface SegmentLine {
  readonly text: string;
  /** Whether its end is missing: whoever wrote it was stopped. */
  readonly isCut: boolean;
}

/** The lines of a segment, without their ends; of one that is too long what is left behind its first part. */
export async function* segmentLines(path: string): AsyncGenerator<SegmentLine> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const text of lines) yield { text, isCut: false };
    if (rest.length > LONGEST_LINE) rest = '';
  }
  if (rest !== '') yield { text: rest, isCut: true };
}
