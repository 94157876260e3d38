/** A queue with room for so many: what comes when it is full is turned away. Nothing is moved when the first is taken. */
export class Ring<T> {
  readonly #places: (T | undefined)[];
  #first = 0;
  #length = 0;

  /** @param room at least 1 */
  constructor(room: number) {
    this.#places = new Array(room).fill(undefined);
  }

  get length(): number {
    return this.#length;
  }

  /** @returns false when there is no room */
  offer(item: T): boolean {
    if (this.#length === this.#places.length) return false;
    this.#places[(this.#first + this.#length++) % this.#places.length] = item;
    return true;
  }

  /** Takes the first ones, `most` at most. */
  take(most: number): T[] {
    const taken: T[] = [];
    while (this.#length > 0 && taken.length < most) {
      taken.push(this.#places[this.#first]!);
      this.#places[this.#first] = undefined;
      this.#first = (this.#first + 1) % this.#places.length;
      this.#length--;
    }
    return taken;
  }
}
