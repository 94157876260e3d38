import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NluError } from '../../../serving/errors.js';
import { projectRoot } from '../../../serving/project.js';
import { type DomainSchema, parseDomainSchema } from './schema.js';

/** A domain is a folder with a schema.json, named as the domain. */
export interface DomainFolder {
  readonly name: string;
  readonly path: string;
  readonly schema: DomainSchema;
}

/**
 * The domains that stand in `folder`, in alphabetical order.
 * @throws NluError INVALID_ARGUMENT for a schema that is wrong
 */
export function domainFolders(folder = join(projectRoot(), 'domains')): DomainFolder[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => existsSync(join(folder, name, 'schema.json')))
    .map((name) => readFolder(name, join(folder, name)));
}

function readFolder(name: string, path: string): DomainFolder {
  const file = join(path, 'schema.json');
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `${file}: ${(cause as Error).message}`, { cause });
  }
  const schema = parseDomainSchema(document, file);
  if (schema.domain === name) return { name, path, schema };
  throw new NluError('INVALID_ARGUMENT', `${file}, domain: is "${schema.domain}" but the folder is named "${name}"`);
}
