import { join } from 'node:path';
import { type Bundle, openBundle } from '../../../bundles/format/open.js';
import { trustOf } from '../../../bundles/format/trust.js';
import { readActive, readBundle } from '../../../bundles/sources/bundle-directory.js';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';

/** The active bundle of every domain that ships, in the domains' alphabetical order. */
export async function shippedBundles(): Promise<Bundle[]> {
  return Promise.all(
    domainFolders().map(async ({ path }) => {
      const directory = join(path, 'bundle');
      const { version } = await readActive(directory);
      return openBundle(await readBundle(directory, version), trustOf([], true));
    }),
  );
}
