import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJsonText } from '../../serving/checks/json-text.js';
import { sha256Hex } from '../../serving/checks/sha256.js';
import { NluError } from '../../serving/errors.js';
import { bundleVersion } from '../format/envelope.js';
import { DEFAULT_LIMITS } from '../format/limits.js';
import { BundleRefused } from '../format/refusal.js';
import type { FolderPlace, ReadFile } from '../lifecycle/source.js';

/** The file that names the active version of a folder. */
export const ACTIVE_FILE = 'active.json';

/** The end of a bundle's file name, behind its version. */
export const BUNDLE_SUFFIX = '.bundle';

const activeFile = z.strictObject({
  version: bundleVersion,
  /** The digest that the bundle must have. */
  digest: sha256Hex.optional(),
  /** SHA-256 of the bundle's file, by which its writer knows it again. */
  sha256: sha256Hex.optional(),
});

/** The content of `active.json`. */
export type ActiveBundle = z.infer<typeof activeFile>;

/** Path of a version's bundle in a folder. */
export function bundleFile(directory: string, version: string): string {
  return join(directory, `${version}${BUNDLE_SUFFIX}`);
}

/**
 * The version that `active.json` names.
 * @throws NluError NOT_FOUND without that file, INVALID_ARGUMENT for a wrong one
 */
export async function readActive(directory: string): Promise<ActiveBundle> {
  const path = join(directory, ACTIVE_FILE);
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new NluError('NOT_FOUND', `${path} cannot be read; it names the active bundle: {"version": …}`, { cause });
  });
  try {
    return activeFile.parse(parseJsonText(text));
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? cause.issues[0].message : 'not JSON';
    throw new NluError('INVALID_ARGUMENT', `${path}: ${problem}; it must be {"version": …}`, { cause });
  }
}

/**
 * The bytes of a version's bundle.
 * @param mostBytes the size of the largest file that is read
 * @throws NluError NOT_FOUND or UNAVAILABLE; BundleRefused 'size' for a file over the limit, which is not read
 */
export async function readBundle(
  directory: string,
  version: string,
  mostBytes = DEFAULT_LIMITS.fileBytes,
): Promise<Uint8Array> {
  const path = bundleFile(directory, version);
  try {
    const { size } = await stat(path);
    if (size > mostBytes) {
      throw new BundleRefused('size', `${path} has ${size} bytes; at most ${mostBytes} are read`);
    }
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof NluError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new NluError('NOT_FOUND', `${path} is not there`, { cause });
    throw new NluError('UNAVAILABLE', `${path} cannot be read: ${code}`, { cause });
  }
}

/** Reads files of folders on the calling thread. */
export const readFromFolder: ReadFile<FolderPlace> = async ({ folder, version, mostBytes }) => ({
  bytes: await readBundle(folder, version, mostBytes),
});

/** Writes a bundle and then the file that names it, each by an atomic rename, so that nobody reads half of one. */
export async function writeActiveBundle(directory: string, active: ActiveBundle, bytes: Uint8Array): Promise<void> {
  await mkdir(directory, { recursive: true });
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  await writeWhole(bundleFile(directory, active.version), view);
  await writeActive(directory, active);
}

/** Makes a bundle that is in the folder the active one. */
export async function writeActive(directory: string, active: ActiveBundle): Promise<void> {
  await writeWhole(join(directory, ACTIVE_FILE), `${JSON.stringify(active)}\n`);
}

/** Loads the library only for a writer: a service that only reads starts without it. */
async function writeWhole(file: string, contents: string | Buffer): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await writeFileAtomic(file, contents);
}

/** Removes all other bundles, and half-written files of a writer that was killed. */
export async function removeOtherBundles(directory: string, versions: readonly string[]): Promise<void> {
  const kept = [ACTIVE_FILE, ...versions.map((version) => `${version}${BUNDLE_SUFFIX}`)];
  const ours = (name: string) => name.includes(BUNDLE_SUFFIX) || name.startsWith(ACTIVE_FILE);
  const surplus = (await readdir(directory)).filter((name) => ours(name) && !kept.includes(name));
  await Promise.all(surplus.map((name) => rm(join(directory, name), { force: true })));
}
