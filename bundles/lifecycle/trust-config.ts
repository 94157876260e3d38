import { z } from 'zod';

/** The part of a configuration that says whose bundles a process serves. */
export const trustConfigSchema = z
  .strictObject({
    /**
     * Keys whose bundles and deployments are followed, each `ed25519:…` as `npm run keys` prints it; followed by
     * `@music,books`, it counts for these domains alone.
     */
    publicKeys: z.array(z.string()).default([]),
    /** Whether bundles and deployments without a signature are followed. */
    allowUnsigned: z.boolean().default(false),
  })
  .prefault({});
