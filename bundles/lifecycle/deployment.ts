import { z } from 'zod';
import { NluError } from '../../serving/errors.js';
import { bundleVersion } from '../format/envelope.js';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** The value of a domain's key in nlu-deployments: which version is to be active, and how that came to be. */
export const deploymentSchema = z.strictObject({
  version: bundleVersion,
  digest,
  who: z.string(),
  /** RFC 3339, by the deployer's clock. For people: the order is that of the revisions. */
  when: z.iso.datetime(),
  why: z.string(),
  /** Gates that were overridden, as they were failed; absent when none was. */
  forced: z.array(z.string()).optional(),
});

export type Deployment = z.infer<typeof deploymentSchema>;

/** The value of `<domain>.<instance>` in nlu-status: what one process has of its domain's versions. */
export const instanceStatusSchema = z.strictObject({
  /** `host:port` where it serves. */
  address: z.string(),
  /** The deployment that it goes by, by revision; 0 when it goes by none. */
  revision: z.int().nonnegative(),
  versions: z.array(
    z.strictObject({
      version: bundleVersion,
      digest: digest.optional(),
      state: z.enum(['fetching', 'verifying', 'warming', 'active', 'retiring', 'retired', 'refused']),
      /** The check that was failed, of a refused one. */
      check: z.string().optional(),
      reason: z.string(),
      /** RFC 3339, by the instance's clock. */
      since: z.iso.datetime(),
    }),
  ),
});

export type InstanceStatus = z.infer<typeof instanceStatusSchema>;

/** Throws FAILED_PRECONDITION, naming the key, for a value that is not of its form. */
export function parseStored<T>(schema: z.ZodType<T>, key: string, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const problem =
      cause instanceof z.ZodError ? `${cause.issues[0]!.path.join('.')}: ${cause.issues[0]!.message}` : 'not JSON';
    throw new NluError('FAILED_PRECONDITION', `the value of ${key} is not one of ours: ${problem}`, { cause });
  }
}
