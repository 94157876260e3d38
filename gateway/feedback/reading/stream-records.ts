import type { NatsEvents } from '../../../bundles/sources/nats/nats-events.js';
import { parsedRecord } from '../records/stored-record.js';
import type { ReadRecord } from './read-events.js';

/** The records that the stream `nlu-events` has now, in the order in which they came. */
export async function* streamRecords(nats: Pick<NatsEvents, 'stored'>): AsyncGenerator<ReadRecord> {
  for await (const text of nats.stored()) yield parsedRecord(text) ?? 'broken';
}
