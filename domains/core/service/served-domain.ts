import { catalogueDomain, servedName } from '../../../bundles/format/catalogue-name.js';
import { NluError } from '../../../serving/errors.js';
import { bundleFolder, checkHasBundle, findDomain, ships } from '../schema/domain-folders.js';
import type { ServedSchema } from '../schema/schema.js';
import type { DomainConfig } from './config.js';

/** The domain that a process serves. */
export interface ServedDomain {
  readonly schema: ServedSchema;
  /** The folder of its bundles, for a configuration that names no other. */
  readonly shippedBundles: string;
}

/**
 * The domain of a name that ships, of a folder with a schema.json, or of any other name: then each bundle brings its
 * schema, and the configuration says where the bundles come from.
 * @throws NluError NOT_FOUND where a name stands for no folder and the configuration for no bundles, FAILED_PRECONDITION
 * for a folder that has no bundle yet
 */
export function servedDomain(nameOrFolder: string, { source }: Pick<DomainConfig, 'source'>): ServedDomain {
  const bringsBundles = source.kind !== 'directory' || source.directory !== undefined;
  try {
    const folder = findDomain(nameOrFolder);
    if (!bringsBundles && !ships(folder)) checkHasBundle(folder);
    return { schema: folder.schema, shippedBundles: bundleFolder(folder) };
  } catch (error) {
    if (!(error instanceof NluError) || error.code !== 'NOT_FOUND') throw error;
    const owner = catalogueDomain(nameOrFolder);
    if (owner !== undefined) {
      const rule = `is the name of a catalogue, which the process of ${owner} takes: serve ${owner} --catalogue`;
      throw new NluError('INVALID_ARGUMENT', `domain ${nameOrFolder}: ${rule}`, { cause: error });
    }
    if (bringsBundles && servedName.safeParse(nameOrFolder).success)
      return { schema: { domain: nameOrFolder }, shippedBundles: '' };
    const hint = 'to serve a bundle with the schema that it brings, name its domain, and --bundles or --nats';
    throw new NluError(error.code, `${error.message}; ${hint}`, { cause: error });
  }
}
