import type { NatsEvents } from '../../../bundles/sources/nats/nats-events.js';
import { type KeyRecord, type KeyStore, parsedKeyRecord, type StoredKey } from '../privacy/key-store.js';

/** Customers' keys in the bucket `nlu-customers`, which all gateways share. */
export class StreamKeys implements KeyStore {
  readonly #nats: NatsEvents;

  constructor(nats: NatsEvents) {
    this.#nats = nats;
  }

  async get(customer: string): Promise<StoredKey | undefined> {
    const value = await this.#nats.getKey(customer);
    return value && { record: parsedKeyRecord(value.text ?? ''), revision: value.revision };
  }

  put(customer: string, record: KeyRecord, revision: number | undefined): Promise<boolean> {
    return this.#nats.swapKey(customer, JSON.stringify(record), revision ?? 0);
  }

  forget(customer: string, time: string): Promise<void> {
    return this.#nats.replaceKey(customer, JSON.stringify({ forgotten: time } satisfies KeyRecord));
  }
}
