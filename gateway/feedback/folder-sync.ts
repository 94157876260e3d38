import { open } from 'node:fs/promises';

/** Has a folder's entries on the disk. Systems that cannot do so for a folder do it with its files. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
