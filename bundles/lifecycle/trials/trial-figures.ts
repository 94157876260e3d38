import { z } from 'zod';

const count = z.int().nonnegative();
/** A sum of floating-point numbers. */
const sum = z.number();

/** What one version of a trial has done in one process, since the trial began there. */
const versionFiguresSchema = z.object({
  version: z.string(),
  digest: z.string(),
  /** Requests that it answered or failed on: those that it was drawn for, in a shadow those that it scored. */
  requests: count,
  /** Requests that it failed on through no fault of the caller; they are among `requests`. */
  errors: count,
  /** Time that its answers took, summed, in ms. */
  latencyMs: sum,
  /** Confidences of its best hypotheses, summed; 0 where there was none. */
  confidence: sum,
  /** Its in-domain probabilities, summed. */
  inDomain: sum,
  /** Answers with an in-domain probability of a half or more. */
  believed: count,
});

/**
 * What a trial has shown in one process, for `trial`, the console and whoever watches it. Counts begin anew with the process.
 * Another release may write further fields.
 */
export const trialFiguresSchema = z.object({
  /** When the trial began in this process, RFC 3339 by its clock. */
  since: z.string(),
  mode: z.string(),
  /** Percent of the customers; absent in a shadow. */
  percent: z.number().optional(),
  active: versionFiguresSchema,
  candidate: versionFiguresSchema,
  /** Requests of a shadow that the candidate did not score for lack of time or room. */
  dropped: count,
  /** Utterances of a shadow for which the two versions differ, by the first of these that does (see metrics.md). */
  flips: z.object({ domain: count, intent: count, hypothesis: count }),
  /** Differences between the best hypotheses' confidences in a shadow, without sign, summed. */
  confidenceChange: sum,
});

export type TrialFigures = z.infer<typeof trialFiguresSchema>;
export type VersionFigures = z.infer<typeof versionFiguresSchema>;
