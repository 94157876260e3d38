import { z } from 'zod';
import { normalisedValue } from '../../answer/readings.js';

/** Longest text of a pair, in bytes of UTF-8. */
const MOST_BYTES = 512;
/** Pairs of a table at most: each costs some 300 bytes of memory. */
export const MOST_PAIRS = 200_000;

const probability = z.number().min(0).max(1);
const words = z
  .string()
  .refine((text) => text !== '' && text === normalisedValue(text), 'is not in lower case with single blanks')
  .refine((text) => Buffer.byteLength(text) <= MOST_BYTES, `is longer than ${MOST_BYTES} bytes`);

/** Words that fail, and words that mean the same and succeed. */
export const rewritePairSchema = z.strictObject({
  /** What is said, in lower case with single blanks. */
  from: words,
  /** What is interpreted instead, likewise. */
  to: words,
  /** P(what `to` is understood as is what was meant by `from`). */
  probability,
  /** P(what `from` itself is understood as is right). */
  own: probability,
});
export type RewritePair = z.output<typeof rewritePairSchema>;

/** A table of rewrites. */
export const rewriteTableSchema = z
  .strictObject({ pairs: z.array(rewritePairSchema).max(MOST_PAIRS) })
  .superRefine(({ pairs }, context) => {
    const sources = new Set(pairs.map(({ from }) => from));
    if (sources.size < pairs.length)
      context.addIssue({ code: 'custom', path: ['pairs'], message: 'two are of one text' });
    // What is rewritten is never rewritten again: nobody could tell which pair was right.
    const chained = pairs.findIndex(({ to }) => sources.has(to));
    if (chained < 0) return;
    context.addIssue({ code: 'custom', path: ['pairs', chained, 'to'], message: 'is rewritten itself' });
  });
export type RewriteTable = z.output<typeof rewriteTableSchema>;

/** Finds the pair of some words, in time that does not depend on the number of pairs. */
export class RewriteIndex {
  readonly #pairs: ReadonlyMap<string, RewritePair>;

  constructor({ pairs }: RewriteTable) {
    this.#pairs = new Map(pairs.map((pair) => [pair.from, pair]));
  }

  get size(): number {
    return this.#pairs.size;
  }

  /** @param text in any case and spacing */
  find(text: string): RewritePair | undefined {
    if (this.#pairs.size === 0) return undefined;
    return this.#pairs.get(normalisedValue(text));
  }
}
