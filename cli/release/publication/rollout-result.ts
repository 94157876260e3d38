import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { isGood } from './follow.js';
import type { Rollout } from './roll-out.js';

/** Exit code of a command that deployed, and did not see every live replica serve it, or the quorum asked for. */
export const DEPLOYED_NOT_FOLLOWED = 3;

/** The file with the record that a deployer wrote last for a domain. */
export interface OwnRecord {
  /** Undefined where there is none. */
  read(): string | undefined;
  write(text: string): void;
}

/** @param folder of the option --records; absent: nothing is kept */
export function ownRecord(folder: string | undefined, domain: string): OwnRecord | undefined {
  if (folder === undefined) return undefined;
  const file = join(folder, `${domain}.json`);
  return {
    read() {
      try {
        return readFileSync(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write(text) {
      mkdirSync(folder, { recursive: true });
      writeFileAtomic.sync(file, text);
    },
  };
}

/** Keeps the record of what was deployed, and sets the exit code by what became of it. @param done what it is, and by all */
export function tellRollout(
  { deployed, text, replicas, isServed, problem }: Rollout,
  own: OwnRecord | undefined,
  done: readonly [is: string, byAll: string] = ['deployed', 'served'],
): void {
  own?.write(text);
  if (isServed) return;
  const { domain, version, counter } = deployed;
  const lacking = Object.entries(replicas).filter(([, outcome]) => !isGood(outcome));
  const why = problem ?? (lacking.map(([instance, outcome]) => `${instance} ${outcome}`).join(', ') || 'none is live');
  process.stderr.write(`${domain}/${version} is ${done[0]} (number ${counter}), and not ${done[1]} by all: ${why}\n`);
  process.exitCode = DEPLOYED_NOT_FOLLOWED;
}
