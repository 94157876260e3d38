import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NluError } from '../../serving/errors.js';
import type { Trust } from '../format/trust.js';
import { deploymentText, type ReadDeployment, readDeployment } from '../lifecycle/deployment.js';

/** The file in a cache folder that holds the latest record. */
const RECORD_FILE = 'deployment.json';

/**
 * The deployment with the highest counter that a replica has verified. With a folder it outlasts the process, so that
 * whoever writes the store cannot take a replica back to an earlier deployment.
 */
export class FollowedDeployment {
  readonly #domain: string;
  readonly #trust: Trust;
  readonly #file: string | undefined;
  #latest: ReadDeployment | undefined;

  /** @param folder the process's cache folder; absent: the record lasts as long as the process */
  constructor(domain: string, trust: Trust, folder?: string) {
    this.#domain = domain;
    this.#trust = trust;
    this.#file = folder === undefined ? undefined : join(folder, RECORD_FILE);
  }

  /** Undefined before the first one. */
  get latest(): ReadDeployment | undefined {
    return this.#latest;
  }

  /** Reads what an earlier process kept. A record that no longer verifies, as after a change of keys, counts as none. */
  async restore(): Promise<void> {
    if (this.#file === undefined || this.#latest) return;
    const text = await readFile(this.#file, 'utf8').catch(() => undefined);
    if (text === undefined) return;
    this.#latest = readDeployment(this.#domain, text, this.#trust);
  }

  /**
   * Checks a record against the latest one.
   * @returns whether it is new; false for the latest itself
   * @throws NluError FAILED_PRECONDITION for a record that is not signed as it must be, and for one that would take the
   *   replica back
   */
  check(text: string): ReadDeployment & { readonly isNew: boolean } {
    const read = readDeployment(this.#domain, text, this.#trust);
    const latest = this.#latest?.deployment;
    const { deployment } = read;
    if (latest && isBefore(deployment.counter, latest.counter, read.text !== this.#latest?.text)) {
      const problem =
        `the deployment of ${this.#domain} is ${deploymentText(deployment)}, and ${deploymentText(latest)} was followed ` +
        'here: the store was lost or set back; it is ignored. The next `deploy` or `rollback` goes on from there';
      throw new NluError('FAILED_PRECONDITION', problem);
    }
    return { ...read, isNew: read.text !== this.#latest?.text };
  }

  /**
   * Makes a checked record the latest, on the disk first.
   * @throws Error when it cannot be written; it is the latest all the same
   */
  async advance(read: ReadDeployment): Promise<void> {
    try {
      await this.#keep(read.text);
    } finally {
      this.#latest = read;
    }
  }

  async #keep(text: string): Promise<void> {
    if (this.#file === undefined) return;
    const { default: writeFileAtomic } = await import('write-file-atomic');
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFileAtomic(this.#file, text);
  }
}

/** Records of releases that did not count all have 0: among them the later one counts. */
function isBefore(counter: number, latest: number, differs: boolean): boolean {
  return counter < latest || (counter === latest && counter > 0 && differs);
}
