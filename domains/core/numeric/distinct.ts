/**
 * Finds the first occurrence of each of many small whole numbers, list after list, without emptying anything between
 * two lists: a number has occurred in a list when its mark is that list's number.
 */
export class Distinct {
  #marks = new Uint32Array(0);
  #list = 0;

  /** Begins a new list of numbers below `bound`. */
  begin(bound: number): void {
    if (this.#marks.length < bound) this.#marks = new Uint32Array(2 * bound);
    this.#list = (this.#list + 1) >>> 0;
    if (this.#list === 0) {
      this.#marks.fill(0);
      this.#list = 1;
    }
  }

  /** Whether this is the number's first occurrence in the list. */
  isFirst(value: number): boolean {
    if (this.#marks[value] === this.#list) return false;
    this.#marks[value] = this.#list;
    return true;
  }
}
