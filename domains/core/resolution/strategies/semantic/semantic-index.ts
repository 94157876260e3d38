/** What both towers made of a catalogue: the query tower whole, and of the entity tower the vectors of all entities. */
export interface SemanticIndex {
  /** Entries of a vector, `d`. */
  readonly dimensions: number;
  /** Bits of a feature's bucket. */
  readonly bits: number;
  /** The query tower, `[2^bits, d]`: what a feature adds to a query's vector. */
  readonly table: Int8Array;
  /** Centres of the lists, `[lists, d]`, of length 127. */
  readonly centres: Int8Array;
  /** `[lists + 1]`: where each list begins in `rows` and `vectors`. */
  readonly starts: Uint32Array;
  /** `[count]`: the rows of the lists, one list after the other, each row once, in increasing order within a list. */
  readonly rows: Uint32Array;
  /** `[count, d]`: the entities' vectors in the order of `rows`, of length 127. */
  readonly vectors: Int8Array;
}

/** The length of a vector of small whole numbers. */
export const UNIT = 127;
/** The length of a query's vector, of whole numbers too: products are quicker and the same on every machine. */
export const QUERY_UNIT = 4095;
