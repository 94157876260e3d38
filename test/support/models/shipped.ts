import { join } from 'node:path';
import { type Bundle, openBundle } from '../../../bundles/format/open.js';
import { readActive, readBundle } from '../../../bundles/sources/bundle-directory.js';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import type { DomainSchema } from '../../../domains/core/schema/schema.js';

/** A domain's bundle that ships. */
export interface Shipped {
  readonly domain: string;
  readonly schema: DomainSchema;
  readonly version: string;
  readonly bytes: Uint8Array;
  readonly bundle: Bundle;
}

/** The active bundle of every domain, in alphabetical order. */
export function shippedBundles(): Promise<Shipped[]> {
  return Promise.all(
    domainFolders().map(async ({ name, path, schema }) => {
      const directory = join(path, 'bundle');
      const { version } = await readActive(directory);
      const bytes = await readBundle(directory, version);
      const bundle = await openBundle(bytes, { keys: [], allowUnsigned: true });
      return { domain: name, schema, version, bytes, bundle };
    }),
  );
}
