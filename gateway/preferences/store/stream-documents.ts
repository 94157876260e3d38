import type { NatsEvents } from '../../../bundles/sources/nats/nats-events.js';
import type { DocumentStore, StoredDocument } from './document-store.js';

/** Customers' documents in the bucket `nlu-customers`, beside the keys, which all gateways share. */
export class StreamDocuments implements DocumentStore {
  readonly #nats: NatsEvents;

  constructor(nats: NatsEvents) {
    this.#nats = nats;
  }

  async get(customer: string): Promise<StoredDocument | undefined> {
    const value = await this.#nats.getKey(keyOf(customer));
    return value?.text === undefined ? undefined : { text: value.text, revision: value.revision };
  }

  put(customer: string, text: string, revision: number | undefined): Promise<boolean> {
    return this.#nats.swapKey(keyOf(customer), text, revision ?? 0);
  }

  remove(customer: string, revision: number): Promise<void> {
    return this.#nats.eraseKey(keyOf(customer), revision);
  }
}

/** The key of a customer's document; that of the customer's key is the fingerprint alone. */
const keyOf = (customer: string) => `preferences-${customer}`;
