import { z } from 'zod';
import { bundleVersion } from '../format/envelope.js';
import { trialFiguresSchema } from './trials/trial-figures.js';

/** What tells one record from another. */
const recordNames = {
  /** SHA-256 of the record as it was written. */
  record: z.string(),
  counter: z.int().nonnegative(),
  version: z.string(),
  digest: z.string(),
};

/**
 * The value of `<domain>.<instance>` in nlu-status: the versions that one process has of its domain. A process of
 * another release may write fields and states that this one does not know; they are let pass.
 */
export const instanceStatusSchema = z.object({
  /** `host:port` where it serves. */
  address: z.string(),
  /** Counter of the deployment that the process follows; 0 when it follows none. */
  counter: z.int().nonnegative().default(0),
  /** That deployment's record as it was written, so that a deployer can go on from it when the store has lost it. */
  deployment: z.record(z.string(), z.unknown()).optional(),
  /** The candidate that the process goes by: it fetches, verifies and warms it. */
  candidate: z
    .object({
      ...recordNames,
      /** How it is tried; absent: it is only held warm. */
      trial: z.looseObject({ mode: z.string(), percent: z.number().optional() }).optional(),
      /** RFC 3339. */
      expires: z.string().optional(),
    })
    .optional(),
  /** What the trial has shown in this process; absent where none is under way, or another release tells it otherwise. */
  trial: trialFiguresSchema.optional().catch(undefined),
  /** The latest record that the process does not go by, and why. */
  refused: z.object({ ...recordNames, stage: z.string(), problem: z.string() }).optional(),
  versions: z.array(
    z.object({
      version: bundleVersion,
      digest: z.string().optional(),
      /** A state of the life cycle, or one of another release. */
      state: z.string(),
      /** The check that a refused version failed. */
      check: z.string().optional(),
      reason: z.string().default(''),
      /** Whether it answers, or could at once. */
      warm: z.boolean().default(false),
      /** RFC 3339, by the instance's clock. */
      since: z.string().default(''),
    }),
  ),
});

export type InstanceStatus = z.infer<typeof instanceStatusSchema>;

/** What a process says of the records that it has seen. */
export type SeenRecords = Pick<InstanceStatus, 'counter' | 'deployment' | 'candidate' | 'refused'>;
