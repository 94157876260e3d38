import type { CustomerDocument } from '../document/customer-document.js';

/** A document as it was last seen in the store. */
interface Seen {
  readonly document: CustomerDocument;
  readonly bytes: number;
  readonly atMs: number;
}

/** The most bytes of stored text behind what is opened. */
const MOST_BYTES = 32 * 1024 * 1024;

/** The documents that were used last, opened. */
export class RecentDocuments {
  readonly #most: number;
  readonly #seen = new Map<string, Seen>();
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(customer: string): Seen | undefined {
    return this.#seen.get(customer);
  }

  /** @param bytes of the stored text; 0 where there is none */
  keep(customer: string, document: CustomerDocument, bytes: number, atMs: number): void {
    this.drop(customer);
    this.#seen.set(customer, { document, bytes, atMs });
    this.#bytes += bytes;
    while (this.#seen.size > this.#most || this.#bytes > MOST_BYTES) {
      const oldest = this.#seen.keys().next().value;
      if (oldest === undefined) return;
      this.drop(oldest);
    }
  }

  drop(customer: string): void {
    this.#bytes -= this.#seen.get(customer)?.bytes ?? 0;
    this.#seen.delete(customer);
  }
}
