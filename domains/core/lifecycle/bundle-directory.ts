import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { NluError } from '../../../proto/errors.js';
import { bundleVersion } from '../bundle/envelope.js';
import { DEFAULT_LIMITS } from '../bundle/limits.js';
import { BundleRefused } from '../bundle/refusal.js';
import type { Target } from './source.js';

/** The file that names a directory's active version. */
export const ACTIVE_FILE = 'active.json';

const SUFFIX = '.bundle';

const activeFile = z.strictObject({ version: bundleVersion, digest: z.string().optional() });

export function bundleFile(directory: string, version: string): string {
  return join(directory, `${version}${SUFFIX}`);
}

/** The version that `active.json` names. Throws NOT_FOUND without that file, INVALID_ARGUMENT for a wrong one. */
export async function readActive(directory: string): Promise<Target> {
  const path = join(directory, ACTIVE_FILE);
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new NluError('NOT_FOUND', `${path} cannot be read; it names the active bundle: {"version": …}`, { cause });
  });
  try {
    const { version, digest } = activeFile.parse(JSON.parse(text));
    return { version, ...(digest === undefined ? {} : { digest }) };
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
export async function writeActiveBundle(directory: string, target: Target, bytes: Uint8Array): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFileAtomic(bundleFile(directory, target.version), Buffer.from(bytes));
  await writeActive(directory, target);
}

/** Names a bundle that is there already. */
export async function writeActive(directory: string, { version, digest }: Target): Promise<void> {
  await writeFileAtomic(join(directory, ACTIVE_FILE), `${JSON.stringify({ version, digest })}\n`);
}

export async function hasBundle(directory: string, version: string): Promise<boolean> {
  return stat(bundleFile(directory, version)).then(
    () => true,
    () => false,
  );
}

/** Removes every bundle but the named ones. */
export async function removeOtherBundles(directory: string, versions: readonly string[]): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(SUFFIX));
  const surplus = names.filter((name) => !versions.includes(name.slice(0, -SUFFIX.length)));
  await Promise.all(surplus.map((name) => rm(join(directory, name), { force: true })));
}
