import { NluError } from '../../serving/errors.js';
import { DEFAULT_LIMITS } from '../format/limits.js';
import type { BundleFile } from '../lifecycle/source.js';
import { readBundle } from './bundle-directory.js';
import type { NatsStores } from './nats-stores.js';

/** Where a bundle's file lies: in a folder, or in the store of objects under a name. */
export type FilePlace = { readonly folder: string; readonly version: string } | { readonly object: string };

/**
 * Reads a bundle's file. Rejects soon after `signal` aborts.
 * @returns undefined when the store has no object of that name
 * @throws NluError NOT_FOUND or UNAVAILABLE for a folder's file; UNAVAILABLE while the store cannot be reached,
 *   RESOURCE_EXHAUSTED for an object over the limit, which is not read; BundleRefused 'size' for such a file
 */
export type ReadFile = (place: FilePlace, signal: AbortSignal) => Promise<BundleFile | undefined>;

/**
 * Reads files on the calling thread.
 * @param stores the store of objects, connected or not; absent: there is none
 */
export function readHere(stores?: () => NatsStores | Promise<NatsStores>): ReadFile {
  return async (place, signal) => {
    if ('folder' in place) return { bytes: await readBundle(place.folder, place.version) };
    if (!stores) throw new NluError('UNAVAILABLE', `there is no store to read ${place.object} from`);
    const bytes = await (await stores()).getBundle(place.object, DEFAULT_LIMITS.fileBytes, signal);
    return bytes && { bytes };
  };
}
