import type { NatsEvents } from '../../../bundles/sources/nats/nats-events.js';
import type { EventStore, StoredCounts } from '../records/event-store.js';
import { recordLine, type StoredRecord } from '../records/stored-record.js';

/** Events in the stream `nlu-events`: stored, by as many servers as keep it, when NATS acknowledges them. */
export class StreamEvents implements EventStore {
  readonly #nats: NatsEvents;

  constructor(nats: NatsEvents) {
    this.#nats = nats;
  }

  append(records: readonly StoredRecord[]): Promise<readonly boolean[]> {
    return this.#nats.publish(
      records.map((record) => ({
        kind: record.kind,
        customer: 'sealed' in record ? record.customer : undefined,
        id: record.id,
        text: recordLine(record),
      })),
    );
  }

  async count(customer: string): Promise<StoredCounts> {
    const counts = await this.#nats.count(customer);
    return { requests: counts.get('request') ?? 0, outcomes: counts.get('outcome') ?? 0 };
  }

  async mark(): Promise<string> {
    return String(await this.#nats.lastSequence());
  }

  purge(customer: string, mark: string): Promise<void> {
    return this.#nats.purge(customer, Number(mark));
  }

  close(): Promise<void> {
    return this.#nats.close();
  }
}
