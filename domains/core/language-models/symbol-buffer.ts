/** The symbols of one sequence, in an array that grows and is used again, so that writing rarely allocates. */
export class SymbolBuffer {
  /** The first `length` count. */
  values = new Uint32Array(64);
  length = 0;

  /** Empties the buffer; its `values` will be overwritten. */
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
