import { z } from 'zod';

/** Whose bundles a process serves: part of its configuration. */
export const trustConfigSchema = z
  .strictObject({
    /** `ed25519:…`, as `npm run keys` prints them. */
    publicKeys: z.array(z.string()).default([]),
    allowUnsigned: z.boolean().default(false),
  })
  .prefault({});
