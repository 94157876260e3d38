import { ENTITY_FIELDS, type EntityField } from '../../entities/entity.js';

/** How much a field counts, and how much its length does. */
export interface FieldWeight {
  /** The weight of one occurrence in a row of average length. */
  readonly boost: number;
  /** 0: the length of the field does not count; 1: an occurrence counts by its share of the field. */
  readonly b: number;
}

/** The parameters of BM25F (Robertson, Zaragoza, Taylor, CIKM 2004). */
export interface Bm25f {
  /** How soon further occurrences of a term add no more. */
  readonly k1: number;
  readonly fields: Readonly<Record<EntityField, FieldWeight>>;
}

export const BM25F: Bm25f = {
  k1: 1.2,
  fields: {
    title: { boost: 1, b: 0.75 },
    aliases: { boost: 0.9, b: 0.3 },
    creators: { boost: 0.8, b: 0.3 },
    partOf: { boost: 0.6, b: 0.75 },
    text: { boost: 0.4, b: 0.75 },
  },
};

/**
 * Inverse document frequency, above 0: ln(1 + (N - n + .5) / (n + .5)).
 * @param rows N, rows of the table
 * @param having n, rows that have the term
 */
export function idf(rows: number, having: number): number {
  return Math.log(1 + (rows - having + 0.5) / (having + 0.5));
}

/** What a term's occurrences in all fields together add, in shares of its idf: (k1 + 1) w / (k1 + w). */
export function saturated(weight: number, k1: number): number {
  return ((k1 + 1) * weight) / (k1 + weight);
}

/**
 * By field and length, up to 255 terms, what one occurrence weighs: boost / (1 - b + b length / average).
 * @param lengths by field `[count]`, or of length 0
 */
export function occurrenceWeights({ fields }: Bm25f, lengths: readonly Uint8Array[]): Float32Array[] {
  return ENTITY_FIELDS.map((field, index) => {
    const { boost, b } = fields[field];
    const average = averageOf(lengths[index]);
    return Float32Array.from({ length: 256 }, (_, length) => boost / (1 - b + (b * length) / average));
  });
}

/** The average of the rows that have the field; 1 without any. */
function averageOf(lengths: Uint8Array): number {
  let [sum, rows] = [0, 0];
  for (const length of lengths) {
    sum += length;
    if (length > 0) rows++;
  }
  return rows === 0 ? 1 : sum / rows;
}
