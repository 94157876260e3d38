import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueName } from '../format/catalogue-name.js';
import { ACTIVE_FILE } from './bundle-directory.js';

/** The folder of a domain's catalogues where `root` holds one a domain; undefined where none there is active. */
export function catalogueAmong(root: string | undefined, domain: string): string | undefined {
  const folder = root === undefined ? undefined : join(root, catalogueName(domain));
  return folder !== undefined && existsSync(join(folder, ACTIVE_FILE)) ? folder : undefined;
}
