import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { NluError } from '../../serving/errors.js';
import { bundleVersion } from '../format/envelope.js';
import { DEFAULT_LIMITS } from '../format/limits.js';
import { BundleRefused } from '../format/refusal.js';

/** The file that names a directory's active version. */
export const ACTIVE_FILE = 'active.json';

const SUFFIX = '.bundle';

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const activeFile = z.strictObject({
  version: bundleVersion,
  /** The bundle's digest, where it is to be no other. */
  digest: hex.optional(),
  /** Of the bundle's file, where whoever wrote it wants it back as it was. */
  sha256: hex.optional(),
});

/** What `active.json` says. */
export type ActiveBundle = z.infer<typeof activeFile>;

export function bundleFile(directory: string, version: string): string {
  return join(directory, `${version}${SUFFIX}`);
}

/** The version that `active.json` names. Throws NOT_FOUND without that file, INVALID_ARGUMENT for a wrong one. */
export async function readActive(directory: string): Promise<ActiveBundle> {
  const path = join(directory, ACTIVE_FILE);
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new NluError('NOT_FOUND', `${path} cannot be read; it names the active bundle: {"version": …}`, { cause });
  });
  try {
    return activeFile.parse(JSON.parse(text));
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? cause.issues[0]!.message : 'not JSON';
    throw new NluError('INVALID_ARGUMENT', `${path}: ${problem}; it must be {"version": …}`, { cause });
  }
}

/** Throws NOT_FOUND, UNAVAILABLE, or BundleRefused('size') for a file that is too large to read at all. */
export async function readBundle(directory: string, version: string): Promise<Uint8Array> {
  const path = bundleFile(directory, version);
  try {
    const { size } = await stat(path);
    if (size > DEFAULT_LIMITS.fileBytes) {
      throw new BundleRefused('size', `${path} has ${size} bytes; at most ${DEFAULT_LIMITS.fileBytes} are read`);
    }
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof NluError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new NluError('NOT_FOUND', `${path} is not there`, { cause });
    throw new NluError('UNAVAILABLE', `${path} cannot be read: ${code}`, { cause });
  }
}

/** Writes a bundle and then the file that names it, each whole or not at all: a reader never meets half of one. */
export async function writeActiveBundle(directory: string, active: ActiveBundle, bytes: Uint8Array): Promise<void> {
  await mkdir(directory, { recursive: true });
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  await writeWhole(bundleFile(directory, active.version), view);
  await writeActive(directory, active);
}

/** Names a bundle that is there already. */
export async function writeActive(directory: string, active: ActiveBundle): Promise<void> {
  await writeWhole(join(directory, ACTIVE_FILE), `${JSON.stringify(active)}\n`);
}

/** The library is loaded by who writes; a service that only reads starts without it. */
async function writeWhole(file: string, contents: string | Buffer): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await writeFileAtomic(file, contents);
}

/** Removes every bundle but the named ones, and what a writer that was killed left half-written. */
export async function removeOtherBundles(directory: string, versions: readonly string[]): Promise<void> {
  const kept = [ACTIVE_FILE, ...versions.map((version) => `${version}${SUFFIX}`)];
  const ours = (name: string) => name.includes(SUFFIX) || name.startsWith(ACTIVE_FILE);
  const surplus = (await readdir(directory)).filter((name) => ours(name) && !kept.includes(name));
  await Promise.all(surplus.map((name) => rm(join(directory, name), { force: true })));
}
