import { parsedRecord } from '../records/stored-record.js';
import { segmentLines } from '../segments/segment-lines.js';
import { segmentsIn } from '../segments/segment-name.js';
import type { ReadRecord } from './read-events.js';

/** The records of a folder's segments, oldest segment first. Of one that was cut everything before the cut is read. */
export async function* segmentRecords(folder: string): AsyncGenerator<ReadRecord> {
  for (const { path } of await segmentsIn(folder)) {
    for await (const { text, isCut } of segmentLines(path)) {
      yield parsedRecord(text) ?? (isCut ? 'cut' : 'broken');
    }
  }
}
