import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EventFolder } from './event-folder.js';

/**
 * Removes what a process left half written that was stopped: parts of segments without a customer's lines, and customers'
 * keys that never came to their place. Nobody else writes to the folder meanwhile.
 */
export async function removeRemains({ segments, keys, keyFile }: EventFolder): Promise<void> {
  const folders = (await entries(keys)).map((name) => join(keys, name));
  for (const folder of [dirname(keyFile), segments, ...folders]) {
    for (const name of await entries(folder)) if (name.endsWith('.tmp')) await rm(join(folder, name), { force: true });
  }
}

async function entries(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
}
