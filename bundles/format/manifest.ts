import { z } from 'zod';
import { envelope } from './envelope.js';

const setting = z.union([z.string(), z.number(), z.boolean()]);
const name = z.string().min(1).max(128);

/**
 * How a re-ranker turns scores into a confidence.
 * - r0: the product of the three raw probabilities, unlearned.
 * - r1, r2, r3: sigmoid(w . log-probabilities + bias), learned by expected SemER, cross-entropy, or both (Su et al.
 *   2018, §3).
 * - list-wise: sigmoid(u) * softmax over the domain's list of v, u and v weighted sums of evidence.
 */
export const RERANKER_FORMS = ['r0', 'r1', 'r2', 'r3', 'list-wise'] as const;
export type RerankerForm = (typeof RERANKER_FORMS)[number];

/** The manifest of a domain's bundle: what it serves, how it was made, what it reached. */
export const manifestSchema = z.strictObject({
  ...envelope,
  /** Intent -> the names of its slots. */
  schema: z.record(name, z.array(name)).refine((schema) => Object.keys(schema).length > 0, 'at least one intent'),
  recognizer: z.strictObject({
    /** Hypotheses offered when the caller does not say. */
    nBest: z.int().positive(),
    settings: z.record(name, setting),
  }),
  reranker: z.strictObject({ form: z.enum(RERANKER_FORMS), weights: z.record(name, z.number()) }),
  training: z.strictObject({
    seed: z.int(),
    loss: name,
    corpora: z.array(z.strictObject({ name, rows: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
    /** Share of each source's rows that were kept as negatives; the re-ranker's data is weighted by the inverse. */
    negatives: z.array(z.strictObject({ source: name, rate: z.number().gt(0).lte(1) })),
    settings: z.record(name, setting),
  }),
  /** Held-out figures by the definitions of the metrics, for example { irer: 0.116 }. */
  figures: z.record(name, z.number()),
});

export type Manifest = z.infer<typeof manifestSchema>;
