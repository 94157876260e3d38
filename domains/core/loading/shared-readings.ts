import { sha256 } from '../../../bundles/format/digest.js';
import type { BundleFile, FolderPlace, ReadFile, StorePlace } from '../../../bundles/lifecycle/source.js';

/** Reads files into memory that all threads see, for orders by their numbers. */
export class SharedReadings {
  readonly #read: ReadFile;
  readonly #running = new Map<number, AbortController>();

  constructor(read: ReadFile) {
    this.#read = read;
  }

  async read(order: number, place: FolderPlace | StorePlace): Promise<BundleFile | undefined> {
    const reading = new AbortController();
    this.#running.set(order, reading);
    try {
      const file = await this.#read(place, reading.signal);
      if (!file) return undefined;
      const bytes = new Uint8Array(new SharedArrayBuffer(file.bytes.byteLength));
      bytes.set(file.bytes);
      return { bytes, sha256: sha256(file.bytes) };
    } finally {
      this.#running.delete(order);
    }
  }

  cancel(order: number): void {
    this.#running.get(order)?.abort();
  }
}
