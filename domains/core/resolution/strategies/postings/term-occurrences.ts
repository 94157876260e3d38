import { BLOCK, type EntryPoints, type PostingIndex } from './posting-index.js';

/** Where one term of a query stands, in all of its fields together; its arrays are used again for the next term. */
export class TermOccurrences {
  readonly #index: PostingIndex;
  readonly #entries: EntryPoints;
  readonly #weights: readonly Float32Array[];
  /** The rows that have the term, `count` of them. */
  readonly rows: Uint32Array;
  count = 0;
  /** `[rows of the table]`: what the occurrences in a row weigh together, 0 where the term does not stand. */
  readonly #sums: Float32Array;

  /**
   * @param entries of the index
   * @param weights by field and length: what one occurrence weighs
   * @param rows number of rows of the table
   * @param most the most rows that one term is read from
   */
  constructor(index: PostingIndex, entries: EntryPoints, weights: readonly Float32Array[], rows: number, most: number) {
    this.#index = index;
    this.#entries = entries;
    this.#weights = weights;
    this.rows = new Uint32Array(most);
    this.#sums = new Float32Array(rows);
  }

  /** What the occurrences in one of `rows` weigh; the row is clear for the next term then. */
  take(row: number): number {
    const sum = this.#sums[row];
    this.#sums[row] = 0;
    return sum;
  }

  /** The rows so far, increasing. */
  sortedRows(): Uint32Array {
    return this.rows.slice(0, this.count).sort();
  }

  /** Forgets what was not taken, for the next term. */
  clear(): void {
    for (let at = 0; at < this.count; at++) this.#sums[this.rows[at]] = 0;
    this.count = 0;
  }

  /** Adds a whole list. */
  read(list: number, field: number): void {
    const { bytes, starts } = this.#index;
    const end = starts[list + 1];
    let row = -1;
    for (let at = starts[list]; at < end; ) {
      let byte = bytes[at++];
      let value = byte & 127;
      for (let shift = 7; byte > 127; shift += 7) {
        byte = bytes[at++];
        value |= (byte & 127) << shift;
      }
      row += value >>> 1;
      this.#add(row, field, value & 1 ? bytes[at++] : 1);
    }
  }

  /** Adds what a list has of some rows alone, which increase: enters it at the block of each. */
  probe(list: number, field: number, candidates: Uint32Array): void {
    const { bytes, starts } = this.#index;
    const end = starts[list + 1];
    let blocks = this.#blocksOf(list);
    let [at, row, times] = [starts[list], -1, 0];
    for (const wanted of candidates) {
      if (row < wanted && blocks) {
        const block = lastBelow(this.#entries.rows, blocks.from, blocks.to, wanted);
        if (this.#entries.bytes[block] > at) [at, row] = [this.#entries.bytes[block], this.#entries.rows[block]];
        blocks = { from: block, to: blocks.to };
      }
      while (row < wanted && at < end) {
        let byte = bytes[at++];
        let value = byte & 127;
        for (let shift = 7; byte > 127; shift += 7) {
          byte = bytes[at++];
          value |= (byte & 127) << shift;
        }
        row += value >>> 1;
        times = value & 1 ? bytes[at++] : 1;
      }
      if (row === wanted) this.#add(row, field, times);
    }
  }

  #add(row: number, field: number, times: number): void {
    if (this.#sums[row] === 0) this.rows[this.count++] = row;
    this.#sums[row] += times * this.#weights[field][this.#index.lengths[field][row]];
  }

  /** Where the entry points of a list are; undefined for one of a single block. */
  #blocksOf(list: number): { from: number; to: number } | undefined {
    if (this.#index.sizes[list] <= BLOCK) return undefined;
    const { lists, starts } = this.#entries;
    let [low, high] = [0, lists.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (lists[middle] < list) low = middle + 1;
      else high = middle;
    }
    return { from: starts[low], to: starts[low + 1] };
  }
}

/** The last block from `from` on whose row before it is below a row. */
function lastBelow(rows: Int32Array, from: number, to: number, row: number): number {
  let [low, high] = [from, to];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (rows[middle] < row) low = middle;
    else high = middle;
  }
  return low;
}
