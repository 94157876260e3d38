import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf, NluError } from '../../serving/errors.js';
import { sha256 } from '../format/digest.js';
import { ANY_SIGNER, type Trust } from '../format/trust.js';
import { type Deployment, deploymentText, type ReadDeployment, readDeployment } from '../lifecycle/deployment.js';
import type { SeenRecords } from '../lifecycle/instance-status.js';

/** The file in a cache folder that holds the latest record. */
const RECORD_FILE = 'deployment.json';

/**
 * The deployment with the highest counter that a replica has verified. With a folder it outlasts the process, so that
 * whoever writes the store cannot take a replica back to an earlier deployment. Beside it, the candidate to come, and the
 * latest record that was refused, for reports.
 */
export class FollowedDeployment {
  readonly #domain: string;
  readonly #trust: Trust;
  readonly #file: string | undefined;
  readonly #now: () => number;
  #latest: ReadDeployment | undefined;

  /**
   * @param folder the process's cache folder; absent: the record lasts as long as the process
   * @param now Unix time in ms, as deployers have it
   */
  constructor(domain: string, trust: Trust, folder?: string, now: () => number = Date.now) {
    this.#now = now;
    this.#domain = domain;
    this.#trust = trust;
    this.#file = folder === undefined ? undefined : join(folder, RECORD_FILE);
  }

  #candidate: ReadDeployment | undefined;
  /** SHA-256 of the records whose trials were withdrawn. */
  readonly #withdrawn = new Set<string>();
  #refused: SeenRecords['refused'];

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
   * @throws NluError FAILED_PRECONDITION for a record that is not signed as it must be, for one of another stage, for a
   *   candidate that has expired, and for one that would take the replica back; `report` tells of it then
   */
  check(text: string, stage: Deployment['stage']): ReadDeployment {
    try {
      const read = this.#checked(text, stage);
      if (this.#refused?.stage === stage) this.#refused = undefined;
      return read;
    } catch (error) {
      this.#refused = refusedRecord(this.#domain, text, messageOf(error)) ?? this.#refused;
      throw error;
    }
  }

  #checked(text: string, stage: Deployment['stage']): ReadDeployment {
    const read = readDeployment(this.#domain, text, this.#trust);
    const latest = this.#latest?.deployment;
    const { deployment } = read;
    if (deployment.stage !== stage) {
      const problem = `the deployment record of ${this.#domain} is one of stage ${deployment.stage}, not ${stage}`;
      throw new NluError('FAILED_PRECONDITION', problem);
    }
    if (stage === 'candidate' && this.#hasExpired(deployment)) {
      const problem = `the candidate of ${this.#domain}, ${deploymentText(deployment)}, expired at ${deployment.expires}`;
      throw new NluError('FAILED_PRECONDITION', `${problem}; it is not warmed. Is the clock right here?`);
    }
    if (this.#withdrawn.has(sha256(read.text))) {
      const problem = `the trial of ${this.#domain}, ${deploymentText(deployment)}, was withdrawn; it is not begun again`;
      throw new NluError('FAILED_PRECONDITION', problem);
    }
    if (latest && isBefore(deployment.counter, latest.counter, read.text !== this.#latest?.text)) {
      const problem =
        `the deployment of ${this.#domain} is ${deploymentText(deployment)}, and ${deploymentText(latest)} was followed ` +
        'here: the store was lost or set back; it is ignored. The next `deploy` or `rollback` goes on from there';
      throw new NluError('FAILED_PRECONDITION', problem);
    }
    return read;
  }

  /** A record of the past, verified, whatever its counter; undefined for one that is not signed as it must be. */
  past(text: string): Deployment | undefined {
    try {
      const { deployment } = readDeployment(this.#domain, text, this.#trust);
      return deployment.stage === 'active' ? deployment : undefined;
    } catch {
      return undefined;
    }
  }

  /** Takes note of the candidate. It ends by itself when a deployment with its counter, or a later one, is followed. */
  set candidate(candidate: ReadDeployment | undefined) {
    this.#candidate = candidate;
  }

  get candidate(): ReadDeployment | undefined {
    return this.#candidate;
  }

  /**
   * Whether a candidate's record says that it was withdrawn. Whoever can write that could remove the record as well; but only
   * those who are trusted can have the trial's own record followed no more.
   */
  isWithdrawn(text: string): boolean {
    try {
      const { withdrawn } = readDeployment(this.#domain, text, ANY_SIGNER).deployment;
      if (withdrawn?.record !== undefined && this.#isTrusted(text)) this.#withdrawn.add(withdrawn.record);
      return withdrawn !== undefined;
    } catch {
      return false;
    }
  }

  #isTrusted(text: string): boolean {
    try {
      readDeployment(this.#domain, text, this.#trust);
      return true;
    } catch {
      return false;
    }
  }

  /** Lets go of a candidate that has expired. @returns whether there was one */
  endExpired(): boolean {
    if (!this.#candidate || !this.#hasExpired(this.#candidate.deployment)) return false;
    this.#candidate = undefined;
    return true;
  }

  #hasExpired({ expires }: Deployment): boolean {
    return expires !== undefined && Date.parse(expires) <= this.#now();
  }

  /** What is to be reported. */
  report(): SeenRecords {
    const latest = this.#latest;
    return {
      counter: latest?.deployment.counter ?? 0,
      ...(latest && { deployment: JSON.parse(latest.text) }),
      ...(this.#candidate && { candidate: candidateOf(this.#candidate) }),
      ...(this.#refused && { refused: this.#refused }),
    };
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
      if (this.#candidate && this.#candidate.deployment.counter <= read.deployment.counter) this.#candidate = undefined;
    }
  }

  async #keep(text: string): Promise<void> {
    if (this.#file === undefined) return;
    const { default: writeFileAtomic } = await import('write-file-atomic');
    await mkdir(dirname(this.#file), { recursive: true });
    await writeFileAtomic(this.#file, text);
  }
}

function candidateOf({ deployment, text }: ReadDeployment) {
  const { trial, expires } = deployment;
  return { ...namesOf({ deployment, text }), ...(trial && { trial }), ...(expires !== undefined && { expires }) };
}

function namesOf({ deployment, text }: Pick<ReadDeployment, 'deployment' | 'text'>) {
  const { counter, version, digest } = deployment;
  return { record: sha256(text), counter, version, digest };
}

/** Undefined for what is no record at all: whoever wrote it waits for no report. */
function refusedRecord(domain: string, text: string, problem: string): SeenRecords['refused'] {
  try {
    const read = readDeployment(domain, text, ANY_SIGNER);
    return { ...namesOf(read), stage: read.deployment.stage, problem };
  } catch {
    return undefined;
  }
}

/** Records of releases that did not count all have 0: among them the later one counts. */
function isBefore(counter: number, latest: number, differs: boolean): boolean {
  return counter < latest || (counter === latest && counter > 0 && differs);
}
