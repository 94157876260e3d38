import { z } from 'zod';
import { sha256Hex } from '../../serving/checks/sha256.js';
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

/** The manifest of a domain's bundle: what it serves, how it was trained, and its figures. */
export const manifestSchema = z.strictObject({
  ...envelope,
  /** Intents, each with the names of its slots. */
  schema: z.record(name, z.array(name)).refine((schema) => Object.keys(schema).length > 0, 'at least one intent'),
  /** By intent: the slots that name the work that is asked for, in order of preference; absent: none does. */
  titleSlots: z.record(name, z.array(name)).optional(),
  /** Words that people use for what the domain serves; absent in bundles that were trained before there were any. */
  media: z.array(name).max(256).optional(),
  recognizer: z.strictObject({
    /** Number of hypotheses in a reply when the caller does not ask for a number. */
    nBest: z.int().positive(),
    settings: z.record(name, setting),
  }),
  reranker: z.strictObject({ form: z.enum(RERANKER_FORMS), weights: z.record(name, z.number()) }),
  training: z.strictObject({
    seed: z.int(),
    loss: name,
    corpora: z.array(z.strictObject({ name, rows: z.int().nonnegative(), sha256: sha256Hex })),
    /**
     * Share of each source's rows that were kept as negatives, in (0, 1]; the re-ranker weights them by the inverse.
     */
    negatives: z.array(z.strictObject({ source: name, rate: z.number().gt(0).lte(1) })),
    settings: z.record(name, setting),
  }),
  /** Metrics on held-out data, for example { irer: 0.116 }. */
  figures: z.record(name, z.number()),
});

export type Manifest = z.infer<typeof manifestSchema>;
