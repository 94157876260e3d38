/** Where batches go: the writing half of a stream. */
export interface Outlet<Batch> {
  /** False when the peer takes no more for now; `drain` follows. */
  write(batch: Batch): boolean;
  once(event: 'drain', listener: () => void): unknown;
  end(): unknown;
}

/** A batch goes out when it is this large, in bytes: well under the limit of a message. */
const BATCH_BYTES = 256 * 1024;

/**
 * Gathers what one turn of the event loop makes into one message: a stream's cost is by the message. Nothing waits for a
 * timer, so an idle stream delays nothing. Writes stop while the peer does not take any.
 */
export class BatchWriter<Item, Batch> {
  readonly #outlet: Outlet<Batch>;
  readonly #batchOf: (items: Item[]) => Batch;
  readonly #onDrain: () => void;
  #items: { item: Item; bytes: number }[] = [];
  #scheduled = false;
  #congested = false;
  #ending = false;
  #stopped = false;

  /** @param onDrain told when the peer takes messages again */
  constructor(outlet: Outlet<Batch>, batchOf: (items: Item[]) => Batch, onDrain: () => void = () => {}) {
    this.#outlet = outlet;
    this.#batchOf = batchOf;
    this.#onDrain = onDrain;
  }

  /** Whether the peer does not take any more for now. */
  get congested(): boolean {
    return this.#congested;
  }

  push(item: Item, bytes: number): void {
    this.#items.push({ item, bytes });
    this.#schedule();
  }

  /** Ends the stream once everything is written. */
  end(): void {
    this.#ending = true;
    this.#schedule();
  }

  /** Writes nothing more: the stream is gone. */
  stop(): void {
    this.#stopped = true;
    this.#items = [];
  }

  #schedule(): void {
    if (this.#scheduled || this.#congested) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#stopped) return;
    while (this.#items.length > 0) {
      let count = 0;
      for (let bytes = 0; count < this.#items.length && bytes < BATCH_BYTES; count++)
        bytes += this.#items[count]!.bytes;
      const batch = this.#items.splice(0, count).map(({ item }) => item);
      if (this.#outlet.write(this.#batchOf(batch))) continue;
      this.#congested = true;
      this.#outlet.once('drain', () => {
        this.#congested = false;
        this.#onDrain();
        this.#flush();
      });
      return;
    }
    if (this.#ending) this.#outlet.end();
  }
}
