import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { sha256 } from '../format/digest.js';
import { ACTIVE_FILE, BUNDLE_SUFFIX, readActive, readBundle } from './bundle-directory.js';

/** Caches that a folder of caches keeps: those of processes long gone would fill it up. */
const CACHES_KEPT = 16;

/**
 * Fills an empty cache with what the newest whole cache beside it holds, so that a process that never ran starts while its
 * origin is away, too. What it then reads from its cache passes every check that a fetched bundle passes. The folder keeps
 * the newest caches only; a living process whose cache is removed makes it anew at the next deployment.
 * @param cache this process's own folder
 * @param caches the folder that holds the caches of the domain's processes, each a folder, `cache` among them
 * @returns the cache that was taken over; undefined where the own one was in use, or none is whole
 */
export async function adoptCache(cache: string, caches: string): Promise<string | undefined> {
  const others = (await cachesIn(caches)).filter((folder) => resolve(folder) !== resolve(cache));
  // One that cannot be removed is in nobody's way.
  for (const folder of others.slice(CACHES_KEPT)) await rm(folder, { recursive: true, force: true }).catch(() => {});
  if (await isWhole(cache)) return undefined;
  for (const folder of others) {
    if (!(await isWhole(folder))) continue;
    // Its process may replace it meanwhile: the next one will do.
    if (await copyCache(folder, cache).catch(() => false)) return basename(folder);
  }
  return undefined;
}

/** Folders with an active bundle, newest first; none for a folder that cannot be read. */
async function cachesIn(caches: string): Promise<string[]> {
  const entries = await readdir(caches, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(caches, name));
  const timed = await Promise.all(
    folders.map(async (folder) => ({
      folder,
      time: await stat(join(folder, ACTIVE_FILE)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    })),
  );
  return timed.sort((a, b) => b.time - a.time).map(({ folder }) => folder);
}

async function isWhole(folder: string): Promise<boolean> {
  try {
    const active = await readActive(folder);
    return sha256(await readBundle(folder, active.version)) === active.sha256;
  } catch {
    return false;
  }
}

/**
 * The file that names the active bundle last, as every writer of a folder does. What else lies in the own folder stays: a
 * deployment that this process followed may be later than what the other one did.
 */
async function copyCache(from: string, to: string): Promise<boolean> {
  await mkdir(to, { recursive: true });
  const own = await readdir(to);
  const isBundle = (name: string) => name === ACTIVE_FILE || name.endsWith(BUNDLE_SUFFIX);
  const names = (await readdir(from)).filter((name) => isBundle(name) || !own.includes(name));
  names.sort((a, b) => Number(a === ACTIVE_FILE) - Number(b === ACTIVE_FILE));
  for (const name of names) await copyFile(join(from, name), join(to, name));
  return isWhole(to);
}
