import { z } from 'zod';
import { sha256Hex } from '../../serving/checks/sha256.js';
import { NluError } from '../../serving/errors.js';
import { bundleVersion } from '../format/envelope.js';

/**
 * The value of a domain's key in nlu-deployments: the version that is to be active, and who deployed it and why. Fields
 * that this release does not know are let pass: another release may have written them.
 */
export const deploymentSchema = z.object({
  version: bundleVersion,
  digest: sha256Hex,
  /** The deployer. */
  who: z.string(),
  /** RFC 3339, by the deployer's clock. For people only: deployments are ordered by their revisions. */
  when: z.iso.datetime(),
  why: z.string(),
  /** Failures of gates that the deployer overrode; absent when there were none. */
  forced: z.array(z.string()).optional(),
});

export type Deployment = z.infer<typeof deploymentSchema>;

/**
 * Parses a value from a bucket.
 * @throws NluError FAILED_PRECONDITION naming the key, for a value that does not fit the schema
 */
export function parseStored<T>(schema: z.ZodType<T>, key: string, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const problem =
      cause instanceof z.ZodError ? `${cause.issues[0].path.join('.')}: ${cause.issues[0].message}` : 'not JSON';
    throw new NluError('FAILED_PRECONDITION', `the value of ${key} is not one of ours: ${problem}`, { cause });
  }
}
