import { join } from 'node:path';
import { z } from 'zod';
import type { SourceConfig } from '../../../../bundles/sources/source-config.js';
import { NluError } from '../../../../serving/errors.js';

/** Where a domain's catalogues come from; they are trusted by the keys of its other bundles. */
export const catalogueConfigSchema = z.strictObject({
  /** nats: from the NATS that the domain's own bundles come from, deployed as `<domain>-catalogue`. */
  kind: z.enum(['directory', 'nats']).default('directory'),
  /** A folder with catalogue bundles and active.json, watched; relative to the working directory. */
  directory: z.string().min(1).optional(),
  /** Catalogues that stay loaded, so that requests can pin them; the active one counts. */
  keepVersions: z.int().min(1).max(16).default(2),
});

interface SourcesConfig {
  readonly source: SourceConfig;
  readonly catalogue?: z.output<typeof catalogueConfigSchema> | undefined;
}

/**
 * The source of a domain's catalogues. From NATS they have a cache of their own, inside of that of the domain's bundles.
 * @throws NluError INVALID_ARGUMENT naming the key
 */
export function catalogueSource({ source, catalogue }: SourcesConfig): SourceConfig {
  if (catalogue?.kind !== 'nats') {
    const directory = catalogue?.directory;
    if (directory === undefined) throw new NluError('INVALID_ARGUMENT', 'catalogue.directory: name a folder');
    return { ...source, kind: 'directory', directory };
  }
  if (source.kind !== 'nats') {
    const rule = 'the bundles of the domain do not come from NATS; name a folder of catalogues, or --nats';
    throw new NluError('INVALID_ARGUMENT', `catalogue.kind: nats is not possible: ${rule}`);
  }
  const { cache, caches: _, ...nats } = source.nats;
  return { ...source, nats: { ...nats, ...(cache === undefined ? {} : { cache: join(cache, 'catalogue') }) } };
}
