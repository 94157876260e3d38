/** Calls that one connection may begin in a turn of the event loop; the next ones wait for the turns that follow. */
const CALLS_PER_TURN = 16;

/**
 * Spreads the calls that one connection begins over the turns of the event loop. A connection's whole read buffer, hundreds
 * of calls, would otherwise be worked off before another connection is looked at.
 */
export class Turns {
  #begun = 0;
  #scheduled = false;
  readonly #waiting: (() => void)[] = [];

  /** Begins a call in this turn, or in a later one in the order of arrival. */
  take(begin: () => void): void {
    if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(this.#next);
    }
    if (this.#begun < CALLS_PER_TURN) {
      this.#begun++;
      begin();
    } else {
      this.#waiting.push(begin);
    }
  }

  readonly #next = () => {
    const batch = this.#waiting.splice(0, CALLS_PER_TURN);
    this.#begun = batch.length;
    this.#scheduled = batch.length > 0;
    if (this.#scheduled) setImmediate(this.#next);
    for (const begin of batch) begin();
  };
}
