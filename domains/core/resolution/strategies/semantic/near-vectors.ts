import type { BestCandidates } from '../best-candidates.js';
import { QUERY_UNIT, type SemanticIndex, UNIT } from './semantic-index.js';

/** Entries of a vector of twice as many that say whether the others are worth reading; those of a longer one say too little. */
const HEAD = 8;
/** Product of the lengths of a query's vector and an entity's. */
const PRODUCT = QUERY_UNIT * UNIT;

/**
 * Finds the vectors that are nearest to a query's. A short vector of which the first entries leave too little for the others to
 * make up for is not read any further: by Cauchy and Schwarz, their product is at most that of both lengths.
 */
export class NearVectors {
  readonly #dimensions: number;
  readonly #rows: Uint32Array;
  readonly #vectors: Int8Array;
  /** `[count]`: the length of each vector without its head, rounded up. */
  readonly #tails: Uint8Array;
  readonly #head: number;

  /** @param tails of these vectors (`tailsOf`) */
  constructor(index: Pick<SemanticIndex, 'dimensions' | 'rows' | 'vectors'>, tails: Uint8Array = tailsOf(index)) {
    const { dimensions, rows, vectors } = index;
    this.#dimensions = dimensions;
    this.#rows = rows;
    this.#vectors = vectors;
    this.#head = headOf(dimensions);
    this.#tails = tails;
  }

  /**
   * Offers the rows of the vectors from one place to another by 1 + cosine.
   * @param query `[dimensions]`, QUERY_UNIT long
   * @param leastCosine what is less near is not offered
   * @param isWanted whether a row may be offered
   */
  offerTo(
    best: BestCandidates,
    query: Int32Array,
    from: number,
    end: number,
    leastCosine: number,
    isWanted: (row: number) => boolean,
  ): void {
    const dimensions = this.#dimensions;
    const vectors = this.#vectors;
    const tails = this.#tails;
    const head = this.#head;
    const queryTail = Math.ceil(tailLength(query, head)) | 0;
    let least = leastProduct(best, leastCosine);
    for (let at = from, begin = from * dimensions; at < end; at++, begin += dimensions) {
      let sum = 0;
      for (let place = 0; place < head; place += 4) sum = (sum + quadProduct(query, place, vectors, begin + place)) | 0;
      if (((sum + Math.imul(queryTail, tails[at])) | 0) < least) continue;
      for (let place = head; place < dimensions; place++) {
        sum = (sum + Math.imul(query[place], vectors[begin + place])) | 0;
      }
      if (sum < least) continue;
      const score = 1 + sum / PRODUCT;
      if (score < 1 + leastCosine || !isWanted(this.#rows[at])) continue;
      best.offer(this.#rows[at], score);
      least = leastProduct(best, leastCosine);
    }
  }
}

/** `[count]`: the length of each vector without its head, rounded up. */
export function tailsOf({ dimensions, rows, vectors }: Pick<SemanticIndex, 'dimensions' | 'rows' | 'vectors'>) {
  const head = headOf(dimensions);
  return Uint8Array.from(rows, (_, at) => {
    const length = Math.ceil(tailLength(vectors.subarray(at * dimensions, (at + 1) * dimensions), head));
    return Math.min(255, length);
  });
}

function headOf(dimensions: number): number {
  return dimensions === 2 * HEAD ? HEAD : 0;
}

/** A product below says that a vector has no place among the best; one less than that, for what dividing rounds. */
function leastProduct(best: BestCandidates, leastCosine: number): number {
  return Math.floor((Math.max(best.least, 1 + leastCosine) - 1) * PRODUCT - 1) | 0;
}

/** The product of four entries. */
function quadProduct(query: Int32Array, from: number, vectors: Int8Array, at: number): number {
  const first = (Math.imul(query[from], vectors[at]) + Math.imul(query[from + 1], vectors[at + 1])) | 0;
  const second = (Math.imul(query[from + 2], vectors[at + 2]) + Math.imul(query[from + 3], vectors[at + 3])) | 0;
  return (first + second) | 0;
}

function tailLength(vector: ArrayLike<number>, head: number): number {
  let squares = 0;
  for (let place = head; place < vector.length; place++) squares += vector[place] * vector[place];
  return Math.sqrt(squares);
}
