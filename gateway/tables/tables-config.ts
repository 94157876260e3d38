import { z } from 'zod';
import { trustConfigSchema } from '../../bundles/lifecycle/trust-config.js';
import { sourceConfigSchema } from '../../bundles/sources/source-config.js';

/** Where deployed tables of one kind come from, each in a bundle of its own. */
export const tableBundlesSchema = z
  .strictObject({
    source: sourceConfigSchema,
    trust: trustConfigSchema,
    /** Number of tables that stay loaded, so that requests can pin them; the one in force counts. */
    keepVersions: z.int().min(1).max(16).default(2),
  })
  .refine(
    ({ source }) => source.kind === 'nats' || source.directory !== undefined,
    'source: name a directory, or nats',
  );

export type TableBundlesConfig = z.output<typeof tableBundlesSchema>;
