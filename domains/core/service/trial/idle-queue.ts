/** Work for when nothing else is to be done, of so many requests and of so much size at most. */
export interface IdleRules {
  readonly mostItems: number;
  /** The sum of the sizes of all items. */
  readonly mostSize: number;
  /**
   * Work begins when no request has been under way for so long, in ms. Where requests follow each other faster than that,
   * whatever else runs on the machine has the time: their gateway, first of all.
   */
  readonly quietMs: number;
}

interface Item {
  readonly size: number;
  readonly work: () => Promise<void>;
}

/**
 * Does work when no request has been under way for a while: one piece after the other, each in a turn of its own, so that a
 * request that arrives meanwhile waits for one piece at most. What there is no room for is turned away.
 */
export class IdleQueue {
  readonly #rules: IdleRules;
  readonly #onDefect: (error: unknown) => void;
  #items: Item[] = [];
  #size = 0;
  #requests = 0;
  /** When the last request ended, by performance.now(). */
  #quietSinceMs = 0;
  #working: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param onDefect told of what a piece of work rejects with */
  constructor(rules: IdleRules, onDefect: (error: unknown) => void) {
    this.#rules = rules;
    this.#onDefect = onDefect;
  }

  /** A request begins. */
  began(): void {
    this.#requests += 1;
  }

  /** A request that began has ended. */
  ended(): void {
    this.#requests -= 1;
    if (this.#requests > 0) return;
    this.#quietSinceMs = performance.now();
    this.#wait();
  }

  /** @returns false where there is no room */
  offer(work: () => Promise<void>, size: number): boolean {
    const { mostItems, mostSize } = this.#rules;
    if (this.#items.length >= mostItems || this.#size + size > mostSize) return false;
    this.#items.push({ work, size });
    this.#size += size;
    this.#wait();
    return true;
  }

  /** Lets go of what waits. @returns number of pieces that are not done */
  clear(): number {
    const { length } = this.#items;
    this.#items = [];
    this.#size = 0;
    return length;
  }

  /** Lets go of what waits, and resolves when the piece under way is done. */
  async close(): Promise<void> {
    this.clear();
    await this.#working;
  }

  /** Looks whether it has been quiet for long enough, when it can have been. */
  #wait(): void {
    if (this.#requests > 0 || this.#items.length === 0 || this.#timer || this.#working) return;
    const leftMs = this.#rules.quietMs - (performance.now() - this.#quietSinceMs);
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        if (this.#isQuiet) this.#next();
        else this.#wait();
      },
      Math.max(0, leftMs),
    ).unref();
  }

  get #isQuiet(): boolean {
    return this.#requests === 0 && performance.now() - this.#quietSinceMs >= this.#rules.quietMs;
  }

  #next(): void {
    const item = this.#items.shift();
    if (!item) return;
    this.#size -= item.size;
    this.#working = item
      .work()
      .catch(this.#onDefect)
      .finally(() => {
        this.#working = undefined;
        // What has arrived meanwhile comes first.
        setImmediate(() => {
          if (this.#working || this.#timer) return;
          if (this.#isQuiet) this.#next();
          else this.#wait();
        });
      });
  }
}
