type Numbers = Int8Array | Uint8Array | Uint16Array | Uint32Array | Int16Array | Float64Array;

/** A typed array that takes any number of values, at most twice as large as they need. */
export class GrowingArray<T extends Numbers> {
  length = 0;
  #values: T;

  constructor(private readonly make: (length: number) => T) {
    this.#values = make(1024);
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#reserve(this.length + 1);
    this.#values[this.length++] = value;
  }

  pushAll(values: ArrayLike<number>): void {
    this.#reserve(this.length + values.length);
    this.#values.set(values, this.length);
    this.length += values.length;
  }

  /** The values so far: a view that holds until the next push. */
  view(): T {
    return this.#values.subarray(0, this.length) as T;
  }

  #reserve(length: number): void {
    if (length <= this.#values.length) return;
    const larger = this.make(Math.max(length, 2 * this.#values.length));
    larger.set(this.#values.subarray(0, this.length));
    this.#values = larger;
  }
}

export const growingBytes = () => new GrowingArray((length) => new Uint8Array(length));
export const growingNumbers = () => new GrowingArray((length) => new Uint32Array(length));
export const growingFloats = () => new GrowingArray((length) => new Float64Array(length));
