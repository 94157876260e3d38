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
  #items: Item[] = [];
  /** Of each item. */
  #sizes: number[] = [];
  #bytes = 0;
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

  /** Items that go out with the next message. */
  get waiting(): number {
    return this.#items.length;
  }

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

  /** Writes nothing more: the stream is gone. */
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

  /** All that there is, or as much as fills a message. */
  #take(): Item[] {
    let count = this.#items.length;
    if (this.#bytes > BATCH_BYTES) {
      count = 0;
      for (let bytes = 0; count < this.#items.length && bytes < BATCH_BYTES; count++) bytes += this.#sizes[count]!;
    }
    const taken = this.#items;
    this.#items = taken.splice(count);
    for (const bytes of this.#sizes.splice(0, count)) this.#bytes -= bytes;
    return taken;
  }
}
