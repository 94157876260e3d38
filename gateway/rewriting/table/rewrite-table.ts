import { z } from 'zod';
import { checkUtterance } from '../../../serving/checks/utterance.js';
import { NluError } from '../../../serving/errors.js';
import { normalisedValue } from '../../answer/readings.js';
import { NearTexts } from '../near/near-texts.js';
import { sameMeaningSchema } from '../near/same-meaning.js';
import { layerCalibrationSchema } from './layer-calibration.js';

/** Longest text of a pair, in bytes of UTF-8. */
const MOST_BYTES = 512;
/** Pairs of a table at most: each costs some 300 bytes of memory. */
export const MOST_PAIRS = 200_000;
/** Words that are kept at most. */
const MOST_KEPT = 20_000;
/** Texts that are searched at most. */
export const MOST_TEXTS = 20_000;

const probability = z.number().min(0).max(1);
const words = z
  .string()
  .refine((text) => text !== '' && text === normalisedValue(text), 'is not in lower case with single blanks')
  .superRefine((text, context) => {
    const problem = wordsProblem(text);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });

/** Why a text can stand in no table: domains would refuse it, or it is too long; undefined: it can. */
export function wordsProblem(text: string): string | undefined {
  try {
    checkUtterance(text, MOST_BYTES, 'it');
    return undefined;
  } catch (error) {
    if (error instanceof NluError) return error.message;
    throw error;
  }
}

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

/** Words that many say and that succeed. */
export const succeedingTextSchema = z.strictObject({
  text: words,
  /** P(what it is understood as is right). */
  probability,
});
export type SucceedingText = z.output<typeof succeedingTextSchema>;

/** What is searched for words that mean the same, where the answer to a request is weak. */
export const searchSchema = z.strictObject({
  texts: z.array(succeedingTextSchema).max(MOST_TEXTS),
  sameMeaning: sameMeaningSchema,
  /** How much likelier right a rewrite must be than the answer, in [0, 1]. */
  margin: probability,
  /** A rewrite that is less likely right is none, in [0, 1]. */
  least: probability,
  /** What P(right) of what is found becomes, by layer; absent: it stays as it is. */
  calibration: z.partialRecord(z.enum(['GLOBAL', 'PERSONAL']), layerCalibrationSchema).optional(),
});
export type RewriteSearch = z.output<typeof searchSchema>;

/** A table of rewrites. */
export const rewriteTableSchema = z
  .strictObject({
    pairs: z.array(rewritePairSchema).max(MOST_PAIRS),
    search: searchSchema.optional(),
    /** Words that must be in both texts, such as the names of contacts. */
    keep: z.array(words).max(MOST_KEPT).optional(),
  })
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

/** A table as it is asked: the pair of some words is found in time that does not depend on the number of pairs. */
export class RewriteIndex {
  /** What is searched; absent: nothing is. */
  readonly search: RewriteSearch | undefined;
  /** Words that stay as they are. */
  readonly kept: ReadonlySet<string>;
  /** The texts of `search`, in their order. */
  readonly near: NearTexts;
  readonly #pairs: ReadonlyMap<string, RewritePair>;

  constructor({ pairs, search, keep = [] }: RewriteTable, near = new NearTexts(textsOf(search))) {
    this.#pairs = new Map(pairs.map((pair) => [pair.from, pair]));
    this.search = search;
    this.kept = new Set(keep);
    this.near = near;
  }

  /** The same, made in short steps, between which other work of the process is done. */
  static async inSteps(table: RewriteTable): Promise<RewriteIndex> {
    return new RewriteIndex(table, await NearTexts.inSteps(textsOf(table.search)));
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

function textsOf(search: RewriteSearch | undefined): string[] {
  return search?.texts.map(({ text }) => text) ?? [];
}
