import { randomBytes, randomUUID } from 'node:crypto';
import { access, link, mkdir, open, readFile, rm } from 'node:fs/promises';
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

/** Makes a key and keeps it in a file that only its owner may read, where there is none yet: whole, or not at all. */
export async function makeDeploymentKey(file: string): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await placeFile(file, `${randomBytes(KEY_BYTES).toString('hex')}\n`);
}

/** Writes a small file that only its owner may read, for good, unless there is one. Who is stopped leaves none, or all of it. */
export async function placeFile(file: string, text: string): Promise<void> {
  if (
    await access(file).then(
      () => true,
      () => false,
    )
  )
    return;
  const written = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(written, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(written, file).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(written, { force: true });
  }
  await syncFolder(dirname(file));
}
