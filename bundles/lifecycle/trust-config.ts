import { z } from 'zod';

/** The part of a configuration that says whose bundles a process serves. */
export const trustConfigSchema = z
  .strictObject({
    /** Keys whose bundles are served, each `ed25519:…` as `npm run keys` prints it. */
    publicKeys: z.array(z.string()).default([]),
    /** Whether bundles without a signature are served. */
    allowUnsigned: z.boolean().default(false),
  })
  .prefault({});
