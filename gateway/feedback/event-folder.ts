import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, NluError } from '../../serving/errors.js';
import type { DeploymentKey } from './privacy/deployment-key.js';
import { makeDeploymentKey, placeFile, readDeploymentKey } from './privacy/deployment-key-file.js';

/** Where the parts of a folder of events are. */
export interface EventFolder {
  readonly segments: string;
  readonly keys: string;
  /** What customers want to be known, sealed. */
  readonly preferences: string;
  /** The deployment's key, where the configuration names no other file. */
  readonly keyFile: string;
}

/** The parts of a folder of events. */
export function eventFolder(folder: string): EventFolder {
  const place = (name: string) => join(folder, name);
  return {
    segments: place('segments'),
    keys: place('keys'),
    preferences: place('preferences'),
    keyFile: place('deployment.key'),
  };
}

/**
 * The deployment's key for a folder of events. Who writes makes one where none is named and there is none.
 * @throws NluError NOT_FOUND for a folder that is read and has none; FAILED_PRECONDITION for one that another deployment's key
 *   was used for
 */
export async function folderDeployment(
  folder: string,
  keyFile: string | undefined,
  use: 'read' | 'write',
): Promise<DeploymentKey> {
  const { keyFile: own } = eventFolder(folder);
  const mark = join(folder, 'deployment');
  try {
    if (use === 'write') await mkdir(folder, { recursive: true, mode: 0o700 });
    const marked = (await readFile(mark, 'utf8').catch(() => '')).trim();
    // Another key would open nothing of a folder that is in use.
    if (use === 'write' && keyFile === undefined && marked === '') await makeDeploymentKey(own);
    const deployment = await readDeploymentKey(keyFile ?? own).catch((error) => {
      if (marked === '' || error?.code !== 'NOT_FOUND') throw error;
      const problem = `${folder} holds events of deployment ${marked}, and ${keyFile ?? own} is not there`;
      throw new NluError('NOT_FOUND', `events.keyFile: ${problem}; put its key back, or name another folder`);
    });
    if (use === 'write' && marked === '') await placeFile(mark, `${deployment.id}\n`);
    if (marked === '' || marked === deployment.id) return deployment;
    const problem = `${folder} holds events of deployment ${marked}, and the key is that of ${deployment.id}`;
    throw new NluError(
      'FAILED_PRECONDITION',
      `events.keyFile: ${problem}; name the file with its key, or another folder`,
    );
  } catch (cause) {
    if (cause instanceof NluError) throw cause;
    throw new NluError('UNAVAILABLE', `events.folder: ${folder} cannot be used: ${messageOf(cause)}`, { cause });
  }
}
