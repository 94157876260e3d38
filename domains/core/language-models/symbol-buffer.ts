/** The symbols of one sequence, in an array that grows and is used again: writing allocates nothing once it is large enough. */
export class SymbolBuffer {
  /** The first `length` count. */
  values = new Uint32Array(64);
  length = 0;

  /** Empties it: what was read from `values` before is then written over. */
  begin(): void {
    this.length = 0;
  }

  push(symbol: number): void {
    if (this.length === this.values.length) this.#grow();
    this.values[this.length++] = symbol;
  }

  #grow(): void {
    const larger = new Uint32Array(2 * this.values.length);
    larger.set(this.values);
    this.values = larger;
  }
}
