/** What a page that looks is sent: always the latest, so that a slow one skips what is old. */
export interface Viewer {
  /** Resolves to the next text that this viewer has not been sent; undefined once it is over. */
  next(): Promise<string | undefined>;
  leave(): void;
}

/** Sends the latest text to everybody who looks. What is not asked for by anybody is not made. */
export class Broadcast {
  readonly #viewers = new Set<() => void>();
  #latest = '';
  #number = 0;
  #isOver = false;

  /** Viewers at this moment. */
  get viewers(): number {
    return this.#viewers.size;
  }

  /** Sends a text to all, unless it is the one that was sent last. */
  send(text: string): void {
    if (text === this.#latest) return;
    this.#latest = text;
    this.#number += 1;
    this.#wake();
  }

  /** Ends it for all viewers. */
  close(): void {
    this.#isOver = true;
    this.#wake();
  }

  join(): Viewer {
    let seen = 0;
    let waiting: (() => void) | undefined;
    let hasLeft = false;
    const wake = () => waiting?.();
    this.#viewers.add(wake);
    return {
      next: async () => {
        while (seen === this.#number && !this.#isOver && !hasLeft) {
          await new Promise<void>((resolve) => {
            waiting = resolve;
          });
        }
        if (this.#isOver || hasLeft) return undefined;
        seen = this.#number;
        return this.#latest;
      },
      leave: () => {
        hasLeft = true;
        this.#viewers.delete(wake);
        wake();
      },
    };
  }

  #wake(): void {
    for (const wake of this.#viewers) wake();
  }
}
