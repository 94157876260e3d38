/** Work for when nothing else is to be done, of so many requests and of so much size at most. */
export interface IdleRules {
  readonly mostItems: number;
  /** The sum of the sizes of all items. */
  readonly mostSize: number;
}

interface Item {
  readonly size: number;
  readonly work: () => Promise<void>;
}

/**
 * Does work while no request is under way: one piece after the other, each in a turn of its own, so that a request that
 * arrives meanwhile waits for one piece at most. What there is no room for is turned away.
 */
export class IdleQueue {
  readonly #rules: IdleRules;
  readonly #onDefect: (error: unknown) => void;
  #items: Item[] = [];
  #size = 0;
  #requests = 0;
  #working: Promise<void> | undefined;
  #isScheduled = false;

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
    this.#schedule();
  }

  /** @returns false where there is no room */
  offer(work: () => Promise<void>, size: number): boolean {
    const { mostItems, mostSize } = this.#rules;
    if (this.#items.length >= mostItems || this.#size + size > mostSize) return false;
    this.#items.push({ work, size });
    this.#size += size;
    this.#schedule();
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

  /** Two turns later: replies that are ready in this one are written before. */
  #schedule(): void {
    if (this.#requests > 0 || this.#items.length === 0 || this.#isScheduled || this.#working) return;
    this.#isScheduled = true;
    setImmediate(() =>
      setImmediate(() => {
        this.#isScheduled = false;
        this.#next();
      }),
    );
  }

  #next(): void {
    if (this.#requests > 0) return;
    const item = this.#items.shift();
    if (!item) return;
    this.#size -= item.size;
    this.#working = item
      .work()
      .catch(this.#onDefect)
      .finally(() => {
        this.#working = undefined;
        this.#schedule();
      });
  }
}
