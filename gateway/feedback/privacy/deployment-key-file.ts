import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf, NluError } from '../../../serving/errors.js';
import { syncFolder } from '../folder-sync.js';
import { DeploymentKey, KEY_BYTES } from './deployment-key.js';

/** What a file with a deployment's key holds. */
const CONTENT = /^[0-9a-f]{64}$/i;

/**
 * Reads a deployment's key.
 * @throws NluError NOT_FOUND for a file that cannot be read, INVALID_ARGUMENT for one that holds no key
 */
export async function readDeploymentKey(file: string): Promise<DeploymentKey> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    const make = `make one with: openssl rand -hex ${KEY_BYTES} > ${file} && chmod 600 ${file}`;
    throw new NluError('NOT_FOUND', `events.keyFile: ${file} cannot be read (${messageOf(cause)}); ${make}`, { cause });
  });
  if (!CONTENT.test(text.trim())) {
    throw new NluError('INVALID_ARGUMENT', `events.keyFile: ${file} must hold ${2 * KEY_BYTES} hexadecimal digits`);
  }
  return new DeploymentKey(Buffer.from(text.trim(), 'hex'));
}

/** Makes a key and keeps it in a file that only its owner may read, where there is none yet. */
export async function makeDeploymentKey(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', 0o600).catch((error) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (!handle) return;
  try {
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString('hex')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(file));
}
