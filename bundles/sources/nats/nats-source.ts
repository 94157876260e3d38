import { setTimeout as delay } from 'node:timers/promises';
import { messageOf, NluError } from '../../../serving/errors.js';
import { sha256 } from '../../format/digest.js';
import { limitsOf } from '../../format/limits.js';
import { BundleRefused } from '../../format/refusal.js';
import type { Deployment } from '../../lifecycle/deployment.js';
import {
  type BundleFile,
  NothingDeployed,
  type ReadFile,
  type Source,
  type SourceListener,
  type StorePlace,
  type Target,
} from '../../lifecycle/source.js';
import type { FollowedDeployment } from '../followed-deployment.js';
import { candidateKey, objectName, type StoredValue } from '../stored-value.js';
import type { NatsStores } from './nats-stores.js';

/** Time between reads of the keys, in ms: a failed read or a bell that was not heard must not cost a deployment. */
const READ_EVERY_MS = 5_000;
/**
 * How long a bundle may be missing after its deployment was seen, in ms: of three copies of a store, the one that
 * answers may lag behind the one that was written to.
 */
const MISSING_MS = 15_000;
/** When the keys are read after a write was heard of, in ms. */
const READ_AFTER_MS = [5, 50, 250, 1_000];
/** Delay before a read of the history is tried again, in ms. */
const RETRY_MS = 500;

/**
 * Bundles on NATS. A domain's key in nlu-deployments holds the record that names the version, and nlu-bundles holds its
 * bundle. The keys are read whenever a write to them is heard of, after every connection, and every few seconds, since a
 * write may be missed. Counters of records only grow, so that one that arrives twice or late changes nothing.
 */
export class NatsSource implements Source {
  readonly place: string;
  readonly #stores: NatsStores;
  readonly #domain: string;
  readonly #followed: FollowedDeployment;
  readonly #read: ReadFile<StorePlace>;
  readonly #missingMs: number;
  /** When each bundle that is not there was first asked for, by performance.now(). */
  readonly #missingSince = new Map<string, number>();
  /** Values are taken one after the other. */
  #taking: Promise<void> = Promise.resolve();
  /** The last value of each key that was taken or refused, so that each is told of once. */
  readonly #told = new Map<string, string | undefined>();
  #hasNamed = false;
  #closed = false;
  #heardAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout[] = [];

  /**
   * @param read how the bundles' files are read; absent: over `stores`, on the calling thread
   * @param missingMs how long a bundle that is not there counts as on its way, in ms
   */
  constructor(
    stores: NatsStores,
    domain: string,
    followed: FollowedDeployment,
    read: ReadFile<StorePlace> = readFromStore(stores),
    missingMs = MISSING_MS,
  ) {
    this.place = `${stores.place}, ${domain}`;
    this.#stores = stores;
    this.#domain = domain;
    this.#followed = followed;
    this.#read = read;
    this.#missingMs = missingMs;
  }

  /** When the key was read last, found or not, as Unix time in ms; undefined where it never could be. */
  get heardAt(): number | undefined {
    return this.#heardAt;
  }

  async start(listener: SourceListener): Promise<void> {
    await this.#followed.restore().catch((error) => listener.problem(error));
    const keys = [this.#domain, candidateKey(this.#domain)];
    const apply = (value: StoredValue) => {
      this.#taking = this.#taking.then(() => this.#apply(value, listener));
    };
    const read = async () => {
      // The pointer first: a candidate that has become it is to be activated, not given up.
      const [pointer, candidate] = await Promise.all(keys.map((key) => this.#stores.getKey('nlu-deployments', key)));
      this.#heardAt = Date.now();
      for (const value of [pointer, candidate]) if (value) apply(value);
      this.#taking = this.#taking.then(() => {
        if (this.#followed.endExpired()) listener.prepare(undefined);
      });
      return pointer !== undefined;
    };
    const readAnew = async () => {
      const isDeployed = await read();
      if (!isDeployed) listener.problem(this.#nothingDeployed());
      for (const key of keys) await this.#stores.ring('nlu-deployments', key, () => this.#readSoon(read));
    };
    this.#timer = setInterval(() => void read().catch(() => {}), READ_EVERY_MS).unref();
    this.#stores.start({
      up: () => void readAnew().catch((error) => listener.problem(error)),
      down: (error) => listener.problem(error),
    });
  }

  async fetch({ version, object }: Target, signal: AbortSignal): Promise<BundleFile> {
    const name = objectName(this.#domain, { version, object });
    const file = await this.#read({ object: name }, signal).catch((error: NluError) => {
      throw error.code === 'RESOURCE_EXHAUSTED' ? new BundleRefused('size', error.message) : error;
    });
    if (!file) throw this.#missing(name);
    this.#missingSince.delete(name);
    if (object === undefined || (file.sha256 ?? sha256(file.bytes)) === object) return file;
    throw new BundleRefused('digest', `the file under ${name} is not the one that was deployed`);
  }

  async earlier(): Promise<Target[]> {
    const values = await this.#history();
    const past = values.flatMap(({ text }) => (text === undefined ? [] : (this.#followed.past(text) ?? [])));
    return past.reverse().map((deployment) => targetOf(deployment, `number ${deployment.counter}, `));
  }

  /** The values of the key, oldest first. A server that restarts is waited for. */
  async #history(): Promise<StoredValue[]> {
    for (;;) {
      try {
        return await this.#stores.history('nlu-deployments', this.#domain);
      } catch (error) {
        if (this.#closed || (error as NluError).code !== 'UNAVAILABLE') throw error;
      }
      await delay(RETRY_MS);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    for (const timer of this.#soon) clearTimeout(timer);
    await this.#stores.close();
    await this.#taking;
  }

  /** A write is told of before it is stored, so that the first reads may come too early. */
  #readSoon(read: () => Promise<unknown>): void {
    for (const timer of this.#soon) clearTimeout(timer);
    this.#soon = READ_AFTER_MS.map((ms) => setTimeout(() => void read().catch(() => {}), ms).unref());
  }

  #nothingDeployed(): NluError {
    const latest = this.#followed.latest?.deployment;
    if (!latest) return new NothingDeployed(this.place);
    const problem = `${this.place}: the store was lost, with deployment number ${latest.counter} (${latest.version})`;
    return new NluError('FAILED_PRECONDITION', `${problem}; the next \`deploy\` goes on from there`);
  }

  #missing(name: string): NluError {
    const since = this.#missingSince.get(name) ?? performance.now();
    this.#missingSince.set(name, since);
    const problem = `${this.#stores.place} has no bundle ${name}`;
    if (performance.now() - since < this.#missingMs) return new NluError('UNAVAILABLE', `${problem} yet`);
    this.#missingSince.delete(name);
    return new NluError('NOT_FOUND', problem);
  }

  async #apply({ key, text }: StoredValue, listener: SourceListener): Promise<void> {
    if (this.#told.has(key) && text === this.#told.get(key)) return;
    this.#told.set(key, text);
    try {
      if (key !== this.#domain) this.#takeCandidate(text, listener);
      // A removed key names nothing, and to serve nothing is never better than to go on.
      else if (text !== undefined) await this.#takeDeployment(text, listener);
    } catch (error) {
      listener.problem(error as Error);
      if (key === this.#domain && !this.#hasNamed) await this.#nameEarlier(listener);
    }
  }

  async #takeDeployment(text: string, listener: SourceListener): Promise<void> {
    const read = this.#followed.check(text, 'active');
    await this.#followed.advance(read).catch((error) => listener.problem(notKept(error)));
    this.#hasNamed = true;
    listener.aspire(targetOf(read.deployment));
    if (this.#followed.candidate === undefined) listener.prepare(undefined);
  }

  #takeCandidate(text: string | undefined, listener: SourceListener): void {
    this.#followed.candidate = undefined;
    try {
      const isNamed = text !== undefined && !this.#followed.isWithdrawn(text);
      if (isNamed) this.#followed.candidate = this.#followed.check(text, 'candidate');
    } finally {
      const { candidate } = this.#followed;
      listener.prepare(candidate && { ...targetOf(candidate.deployment), ...trialOf(candidate.deployment) });
    }
  }

  /** What the key says cannot be followed, and nothing was named yet: the latest deployment that can is served meanwhile. */
  async #nameEarlier(listener: SourceListener): Promise<void> {
    const followed = this.#followed.latest?.deployment;
    const [target] = followed ? [targetOf(followed)] : await this.earlier().catch(() => []);
    if (!target) return;
    this.#hasNamed = true;
    listener.aspire(target);
  }
}

/** Reads objects on the calling thread. */
export function readFromStore(stores: NatsStores): ReadFile<StorePlace> {
  return async ({ object }, signal) => {
    const [name] = object.split('/');
    const bytes = await stores.getBundle(object, limitsOf(name).fileBytes, signal);
    return bytes && { bytes };
  };
}

/** @param number the deployment's, for a target that stands in for a later one */
function targetOf({ version, digest, object, who, why }: Deployment, number = ''): Target {
  const reason = `${number}deployed by ${who}${why === '' ? '' : `: ${why}`}`;
  return { version, digest, reason, ...(object === undefined ? {} : { object }) };
}

function trialOf({ trial, expires }: Deployment): Pick<Target, 'trial'> {
  if (!trial) return {};
  return { trial: { plan: trial, ...(expires !== undefined && { expiresMs: Date.parse(expires) }) } };
}

function notKept(error: unknown): NluError {
  return new NluError('UNAVAILABLE', `the deployment's counter cannot be kept for a restart: ${messageOf(error)}`);
}
