import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sha256 } from '../../../bundles/format/digest.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { instanceOf } from '../../../cli/release/publication/instances.js';
import { outcomeOf } from '../../../cli/release/publication/outcome.js';
import { currentDeployment, deployAfter } from '../../../cli/release/publication/publication.js';
import { projectRoot } from '../../../serving/project.js';
import type { Variant } from './variants.js';

/**
 * Deploys a variant that is stored already, and resolves when `instance` serves it.
 * @throws Error when the instance refuses it
 */
export async function reloadOnce(stores: NatsStores, instance: string, variant: Variant): Promise<void> {
  const before = await currentDeployment(stores, 'music');
  const note = { who: 'bench', when: new Date().toISOString(), why: '' };
  const { version, digest, bytes } = variant;
  const counter = await deployAfter(stores, 'music', before, { version, digest, object: sha256(bytes), ...note });
  await new Promise<void>((resolve, reject) => {
    const watching = stores.watch('nlu-status', `music.${instance}`, (value) => {
      const { status } = instanceOf(value);
      if (!status) return;
      const { outcome, reason } = outcomeOf(status, { domain: 'music', version, digest, counter });
      if (!outcome) return;
      void watching.then((stop) => stop());
      if (outcome === 'active') resolve();
      else reject(new Error(`${version}: ${outcome} ${reason}`));
    });
    watching.catch(reject);
  });
}

/** Times of a `deploy` command, in ms. */
export interface DeployTime {
  /** From the start of the command to its end. */
  readonly command: number;
  /** From the change of the pointer to the last replica that serves. */
  readonly followed: number;
}

export async function timeDeployCommand(nats: string, file: string): Promise<DeployTime> {
  const begun = performance.now();
  const cli = join(projectRoot(), 'dist', 'cli', 'main.js');
  const args = [cli, 'deploy', 'music', '--bundle', file, '--nats', nats];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let progress = '';
  child.stderr.on('data', (text) => {
    progress += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`deploy ended with ${code}: ${progress}`);
  const times = [...progress.matchAll(/^(\d+\.\d+) s .* active/gmu)].map(([, seconds]) => 1000 * Number(seconds));
  return { command: performance.now() - begun, followed: Math.max(...times) };
}
