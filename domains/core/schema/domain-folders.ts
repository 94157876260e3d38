import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NluError } from '../../../serving/errors.js';
import { projectRoot } from '../../../serving/project.js';
import { type DomainSchema, parseDomainSchema } from './schema.js';

/** A domain is a folder with a schema.json: one that ships, named as the domain, or any other one anywhere. */
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
    .filter((name) => isDomainFolder(join(folder, name)))
    .map((name) => {
      const domain = readFolder(join(folder, name));
      if (domain.name === name) return domain;
      const file = join(folder, name, 'schema.json');
      throw new NluError('INVALID_ARGUMENT', `${file}, domain: is "${domain.name}" but the folder is named "${name}"`);
    });
}

/**
 * The domains that ship, and after them those of other folders, each once.
 * @throws NluError NOT_FOUND for a folder without a schema.json, INVALID_ARGUMENT for a schema that is wrong and for a
 * second domain of a name
 */
export function allDomains(folders: readonly string[] = []): DomainFolder[] {
  const domains = domainFolders();
  for (const path of folders) {
    const domain = domainFolder(path);
    const same = domains.find(({ name }) => name === domain.name);
    if (!same) domains.push(domain);
    else if (resolve(same.path) !== resolve(path)) {
      throw new NluError(
        'INVALID_ARGUMENT',
        `${join(path, 'schema.json')}, domain: ${domain.name} is the domain of ${same.path} already; name this one otherwise`,
      );
    }
  }
  return domains;
}

/** Whether a folder holds a domain. */
export function isDomainFolder(path: string): boolean {
  return existsSync(join(path, 'schema.json'));
}

/**
 * The domain whose schema.json a folder holds, whatever the folder's name is.
 * @throws NluError NOT_FOUND without that file, INVALID_ARGUMENT for a schema that is wrong
 */
export function domainFolder(path: string): DomainFolder {
  if (isDomainFolder(path)) return readFolder(path);
  throw new NluError('NOT_FOUND', `${path}: no domain; a domain is a folder with a schema.json`);
}

/**
 * The domain of a name that ships or, for any other text, of the folder that it is the path of.
 * @throws NluError NOT_FOUND, naming the domains that ship, where it is neither
 */
export function findDomain(nameOrFolder: string): DomainFolder {
  const ship = domainFolders();
  const named = ship.find(({ name }) => name === nameOrFolder);
  if (named) return named;
  if (isDomainFolder(nameOrFolder)) return readFolder(nameOrFolder);
  const names = ship.map(({ name }) => name).join(', ');
  throw new NluError(
    'NOT_FOUND',
    `domain ${nameOrFolder}: neither one that ships (${names}) nor a folder with a schema.json`,
  );
}

/** The name of the domain that a text names, or is the folder of. @throws NluError INVALID_ARGUMENT for a wrong schema */
export function domainNameOf(nameOrFolder: string): string {
  const isName = domainFolders().some(({ name }) => name === nameOrFolder);
  return isName || !isDomainFolder(nameOrFolder) ? nameOrFolder : readFolder(nameOrFolder).name;
}

/** Whether a domain is one of the folders of `domains/`. */
export function ships({ path }: Pick<DomainFolder, 'path'>): boolean {
  return resolve(path, '..') === join(projectRoot(), 'domains');
}

/** The folder of the bundles that a domain is served with when no other is named. */
export function bundleFolder({ path }: Pick<DomainFolder, 'path'>): string {
  return join(path, 'bundle');
}

/**
 * The folder of a domain's bundles where `bundles` holds one folder a domain. A domain that does not ship need not be
 * there; then, and without such a folder, it is the domain's own.
 */
export function bundlesAmong(bundles: string | undefined, domain: DomainFolder): string {
  if (bundles === undefined) return bundleFolder(domain);
  const among = join(bundles, domain.name);
  return ships(domain) || existsSync(among) ? among : bundleFolder(domain);
}

/**
 * Checks that a domain has a bundle in its own folder.
 * @param command what makes one
 * @throws NluError FAILED_PRECONDITION naming the folder and the command
 */
export function checkHasBundle(domain: DomainFolder, command = `nlu-reranker train ${domain.path}`): void {
  const folder = bundleFolder(domain);
  if (existsSync(join(folder, 'active.json'))) return;
  throw new NluError('FAILED_PRECONDITION', `${domain.name} has no bundle in ${folder} yet; \`${command}\` makes one`);
}

function readFolder(path: string): DomainFolder {
  const file = join(path, 'schema.json');
  let document: unknown;
  try {
    // A byte order mark is what some editors put in front of UTF-8.
    document = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `${file}: not valid JSON (${(cause as Error).message})`, { cause });
  }
  const schema = parseDomainSchema(document, file);
  return { name: schema.domain, path, schema };
}
