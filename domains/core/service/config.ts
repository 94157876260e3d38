import { z } from 'zod';
import { trustConfigSchema } from '../../../bundles/lifecycle/trust-config.js';
import { sourceConfigSchema } from '../../../bundles/sources/source-config.js';
import { milliseconds, servingConfig } from '../../../serving/config/serving-config.js';
import { catalogueConfigSchema } from './catalogue/catalogue-config.js';

/** The configuration of a domain's process, with its defaults and units. */
export const domainConfigSchema = z.strictObject({
  ...servingConfig({ port: 0, admission: { slowMs: 100, queue: 128, queueMs: 50 } }),
  source: sourceConfigSchema,
  /** Where catalogues come from, in which entities are looked for; none when absent. */
  catalogue: catalogueConfigSchema.optional(),
  /** The keys whose bundles are served. */
  trust: trustConfigSchema,
  /** Versions that stay loaded, so that requests can pin them; the active one counts. */
  keepVersions: z.int().min(1).max(16).default(2),
  /**
   * Absolute difference allowed between a golden number and the one computed here: other processors round otherwise.
   */
  goldenTolerance: z.number().min(0).max(0.1).default(1e-4),
  /** A bundle is refused when one of its golden utterances takes longer than this once it is warm, in ms. */
  answerWithinMs: milliseconds(60_000).default(1_000),
  /** UTF-8 bytes. */
  maxUtteranceBytes: z.int().min(1).max(65_536).default(8_192),
  /** The most hypotheses that a caller may ask for or send. */
  maxHypotheses: z.int().min(1).max(1000).default(1000),
});

export type DomainConfig = z.output<typeof domainConfigSchema>;
