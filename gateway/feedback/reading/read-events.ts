import type { FeedbackEvent } from '../events/event.js';
import type { CustomerKeys } from '../privacy/customer-keys.js';
import { eventOf, type StoredRecord } from '../records/stored-record.js';

/** What a reading found besides the events that it gave. */
export interface ReadCounts {
  /** Events that were given. */
  events: number;
  /** Those that had come before. */
  duplicates: number;
  /** Sealed, and their customer's key is destroyed. */
  forgotten: number;
  /** Written by another deployment's key. */
  foreign: number;
  /** Lines that are no records, or whose contents were changed. */
  broken: number;
  /** Segments whose last line has no end: their writer was stopped. */
  cut: number;
}

/** One stored line or message: its record, or why there is none. */
export type ReadRecord = StoredRecord | 'broken' | 'cut';

/** Counts of a reading that has not begun. */
export function noCounts(): ReadCounts {
  return { events: 0, duplicates: 0, forgotten: 0, foreign: 0, broken: 0, cut: 0 };
}

/**
 * The events of stored records, in their order, each once. What cannot be read is counted and left out.
 * @param deployment id of the key that the reader has
 * @param counts is added to as the reading goes on
 */
export async function* readEvents(
  records: AsyncIterable<ReadRecord>,
  keys: Pick<CustomerKeys, 'toOpen'>,
  deployment: string,
  counts: ReadCounts = noCounts(),
): AsyncGenerator<FeedbackEvent> {
  const seen = new Set<string>();
  for await (const record of records) {
    if (typeof record === 'string') {
      counts[record]++;
      continue;
    }
    if (record.by !== deployment) {
      counts.foreign++;
      continue;
    }
    const customer = 'sealed' in record ? record.customer : '';
    const name = `${record.kind} ${customer} ${record.id}`;
    if (seen.has(name)) {
      counts.duplicates++;
      continue;
    }
    const key = customer === '' ? undefined : await keys.toOpen(customer);
    const event = eventOf(record, key);
    if (event) {
      seen.add(name);
      counts.events++;
      yield event;
    } else if (customer === '') {
      counts.broken++;
    } else {
      // Sealed under a key that was destroyed, or by a newer one's predecessor: to the reader these are one.
      counts.forgotten++;
    }
  }
}
