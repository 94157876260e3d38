import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFile, readActive } from '../../bundles/sources/bundle-directory.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { codeOf, messageOf, NluError } from '../../serving/errors.js';

/**
 * Checks that a folder holds an active bundle of every domain that ships, before any service is started on it.
 * @param named the option that names the folder, as it was typed: `--form r3=out/r3`
 * @throws NluError NOT_FOUND or INVALID_ARGUMENT naming the option, the domain and the file that is missing or wrong
 */
export async function checkBundlesFolder(named: string, folder: string): Promise<void> {
  for (const { name } of domainFolders()) {
    try {
      const directory = join(folder, name);
      const { version } = await readActive(directory);
      const file = bundleFile(directory, version);
      if (!existsSync(file)) throw new NluError('NOT_FOUND', `${file} is not there`);
    } catch (cause) {
      throw new NluError(codeOf(cause), `${named}: no bundle of ${name}: ${messageOf(cause)}`, { cause });
    }
  }
}
