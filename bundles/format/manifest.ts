import { z } from 'zod';
import { sha256Hex } from '../../serving/checks/sha256.js';
import { NluError, NO_RECOGNIZER } from '../../serving/errors.js';
import { envelope } from './envelope.js';
import { CALIBRATION_FORMS, ownScoresSchema } from './own-scores.js';

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

/** The forms of a bundle for the scores of a caller's own NLU. */
export const OWN_FORMS = [...RERANKER_FORMS, ...CALIBRATION_FORMS] as const;
export type OwnForm = (typeof OWN_FORMS)[number];

const manifestFields = z.strictObject({
  ...envelope,
  /** Intents, each with the names of its slots. */
  schema: z.record(name, z.array(name)).refine((schema) => Object.keys(schema).length > 0, 'at least one intent'),
  /** By intent: the slots that name the work that is asked for, in order of preference; absent: none does. */
  titleSlots: z.record(name, z.array(name)).optional(),
  /** The intents that control what is playing, whatever it is; absent: none does. */
  playbackIntents: z.array(name).optional(),
  /** Words that people use for what the domain serves; absent in bundles that were trained before there were any. */
  media: z.array(name).max(256).optional(),
  /** Absent in a bundle that re-ranks the hypotheses of a caller's own NLU, and interprets no text itself. */
  recognizer: z
    .strictObject({
      /** Number of hypotheses in a reply when the caller does not ask for a number. */
      nBest: z.int().positive(),
      settings: z.record(name, setting),
    })
    .optional(),
  /** The scores that callers send; in a bundle without recognizer only. */
  ownScores: ownScoresSchema.optional(),
  reranker: z.strictObject({ form: z.enum(OWN_FORMS), weights: z.record(name, z.number()) }),
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

/**
 * The manifest of a domain's bundle: what it serves, how it was trained, and its figures. It has a recognizer, or else
 * the declared scores of a caller's own NLU.
 */
export const manifestSchema = manifestFields.superRefine(({ recognizer, ownScores, reranker }, context) => {
  const wrong = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
  if (!recognizer && !ownScores) wrong(['recognizer'], 'is missing, and there are no ownScores in its place');
  if (recognizer && ownScores) wrong(['ownScores'], 'a bundle with a recognizer has its own scores');
  if (!ownScores && (CALIBRATION_FORMS as readonly string[]).includes(reranker.form))
    wrong(['reranker', 'form'], `${reranker.form} is a form for ownScores`);
});

export type Manifest = z.infer<typeof manifestSchema>;

type RecognizerFields = Pick<Manifest, 'recognizer' | 'reranker'>;
/** The fields of a manifest whose bundle interprets text itself. */
export interface RecognizerManifest {
  readonly recognizer: NonNullable<Manifest['recognizer']>;
  readonly reranker: { readonly form: RerankerForm; readonly weights: Manifest['reranker']['weights'] };
}

/** Whether a bundle interprets text itself; others re-rank a caller's own hypotheses only. */
export function hasRecognizer<M extends RecognizerFields>(manifest: M): manifest is M & RecognizerManifest {
  return manifest.recognizer !== undefined;
}

/** A manifest of a bundle that interprets text itself. @throws NluError FAILED_PRECONDITION for another one */
export function withRecognizer<M extends RecognizerFields>(manifest: M): M & RecognizerManifest {
  if (hasRecognizer(manifest)) return manifest;
  throw new NluError('FAILED_PRECONDITION', `${NO_RECOGNIZER}; it re-ranks hypotheses that callers send`);
}
