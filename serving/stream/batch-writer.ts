/** The writing half of a stream, which takes batches. */
export interface Outlet<Batch> {
  /** Returns false when the peer takes no more for now; the event `drain` follows. */
  write(batch: Batch): boolean;
  once(event: 'drain', listener: () => void): unknown;
  end(): unknown;
}

/** Items are cut into batches of about this size, in bytes: well under the limit of a message. */
const BATCH_BYTES = 256 * 1024;

/**
 * Gathers the items of one turn of the event loop into one message, since a stream's cost is by the message. No item
 * waits for a timer: it leaves at the end of its turn. Nothing is written while the peer takes no messages.
 */
export class BatchWriter<Item, Batch> {
  readonly #outlet: Outlet<Batch>;
  readonly #batchOf: (items: Item[]) => Batch;
  readonly #onDrain: () => void;
  #items: Item[] = [];
  /** Size of each item, in bytes. */
  #sizes: number[] = [];
  #bytes = 0;
  #scheduled = false;
  #congested = false;
  #ending = false;
  #stopped = false;

  /** @param onDrain called when the peer takes messages again */
  constructor(outlet: Outlet<Batch>, batchOf: (items: Item[]) => Batch, onDrain: () => void = () => {}) {
    this.#outlet = outlet;
    this.#batchOf = batchOf;
    this.#onDrain = onDrain;
  }

  /** Whether the peer takes no messages for now. */
  get congested(): boolean {
    return this.#congested;
  }

  /** Number of items that are not written yet. */
  get waiting(): number {
    return this.#items.length;
  }

  /** @param bytes size of the item when encoded, roughly */
  push(item: Item, bytes: number): void {
    this.#items.push(item);
    this.#sizes.push(bytes);
    this.#bytes += bytes;
    this.#schedule();
  }

  /** Ends the stream once everything is written. */
  end(): void {
    this.#ending = true;
    this.#schedule();
  }

  /** Writes nothing more. For a stream that broke. */
  stop(): void {
    this.#stopped = true;
    this.#items = [];
    this.#sizes = [];
  }

  #schedule(): void {
    if (this.#scheduled || this.#congested) return;
    this.#scheduled = true;
    setImmediate(this.#onTurn);
  }

  readonly #onTurn = () => {
    this.#scheduled = false;
    this.#flush();
  };

  #flush(): void {
    if (this.#stopped) return;
    while (this.#items.length > 0) {
      if (this.#outlet.write(this.#batchOf(this.#take()))) continue;
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

  /** Removes and returns all items, or as many as fill one batch. */
  #take(): Item[] {
    let count = this.#items.length;
    if (this.#bytes > BATCH_BYTES) {
      count = 0;
      for (let bytes = 0; count < this.#items.length && bytes < BATCH_BYTES; count++) bytes += this.#sizes[count];
    }
    const taken = this.#items;
    this.#items = taken.splice(count);
    for (const bytes of this.#sizes.splice(0, count)) this.#bytes -= bytes;
    return taken;
  }
}
