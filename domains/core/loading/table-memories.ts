/** A memory is made this many times as large as its first tables, so that somewhat larger ones find room later. */
const HEADROOM = 1.25;

/** Memory that is large enough: the given one, or a new one with room to spare. */
export function roomFor(bytes: number, given: SharedArrayBuffer | undefined): SharedArrayBuffer {
  if (given && given.byteLength >= bytes) return given;
  return new SharedArrayBuffer(Math.ceil(bytes * HEADROOM));
}

/**
 * The memories that the tables of versions lie in, which all threads see. One that a version has done with is used again:
 * new memory for every version would cost the thread that serves two major collections a reload.
 */
export class TableMemories {
  readonly #memories = new Map<number, SharedArrayBuffer>();
  readonly #free: number[] = [];
  #slots = 0;

  /** A slot that no version uses, until it is freed. */
  take(): number {
    return this.#free.pop() ?? this.#slots++;
  }

  /** The memory of a slot; undefined while no version was in it. */
  of(slot: number): SharedArrayBuffer | undefined {
    return this.#memories.get(slot);
  }

  set(slot: number, memory: SharedArrayBuffer): void {
    this.#memories.set(slot, memory);
  }

  /** Gives a slot back. @param isSafe false where a thread that was given up may still be writing to its memory */
  free(slot: number, isSafe = true): void {
    if (!isSafe) this.#memories.delete(slot);
    this.#free.push(slot);
  }

  /** Bytes of all memories. There are as many slots as versions were ever loaded at a time. */
  get bytes(): number {
    return [...this.#memories.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }
}
