import { messageOf, NluError } from '../../serving/errors.js';
import { sha256 } from '../format/digest.js';
import { DEFAULT_LIMITS } from '../format/limits.js';
import { BundleRefused } from '../format/refusal.js';
import type { Deployment } from '../lifecycle/deployment.js';
import { NothingDeployed, type Source, type SourceListener, type Target } from '../lifecycle/source.js';
import type { FollowedDeployment } from './followed-deployment.js';
import type { NatsStores } from './nats-stores.js';
import { objectName, type StoredValue } from './stored-value.js';

/** Time between reads of the key, in ms: a failed read or a watch that fell silent must not cost a deployment. */
const READ_EVERY_MS = 5_000;
/**
 * How long a bundle may be missing after its deployment was seen, in ms: of three copies of a store, the one that
 * answers may lag behind the one that was written to.
 */
const MISSING_MS = 15_000;

/**
 * Bundles on NATS. A domain's key in nlu-deployments holds the record that names the version, and nlu-bundles holds its
 * bundle. The key is watched, and also read after every connection, since a watch may take seconds to resume or miss
 * what happened meanwhile. Counters of records only grow, so that one that arrives twice or late changes nothing.
 */
export class NatsSource implements Source {
  readonly place: string;
  readonly #stores: NatsStores;
  readonly #domain: string;
  readonly #followed: FollowedDeployment;
  readonly #missingMs: number;
  /** When each bundle that is not there was first asked for, by performance.now(). */
  readonly #missingSince = new Map<string, number>();
  /** Values are taken one after the other. */
  #taking: Promise<void> = Promise.resolve();
  /** The last value that was taken or refused, so that each is told of once. */
  #told: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param missingMs how long a bundle that is not there counts as on its way, in ms */
  constructor(stores: NatsStores, domain: string, followed: FollowedDeployment, missingMs = MISSING_MS) {
    this.place = `${stores.place}, ${domain}`;
    this.#stores = stores;
    this.#domain = domain;
    this.#followed = followed;
    this.#missingMs = missingMs;
  }

  async start(listener: SourceListener): Promise<void> {
    await this.#followed.restore().catch((error) => listener.problem(error));
    const apply = (value: StoredValue) => {
      this.#taking = this.#taking.then(() => this.#apply(value, listener));
    };
    const read = async () => {
      const value = await this.#stores.getKey('nlu-deployments', this.#domain);
      if (value) apply(value);
      return value !== undefined;
    };
    const readAnew = async () => {
      if (!(await read())) listener.problem(this.#nothingDeployed());
      await this.#stores.watch('nlu-deployments', this.#domain, apply);
    };
    this.#timer = setInterval(() => void read().catch(() => {}), READ_EVERY_MS).unref();
    this.#stores.start({
      up: () => void readAnew().catch((error) => listener.problem(error)),
      down: (error) => listener.problem(error),
    });
  }

  async fetch({ version, object }: Target, signal: AbortSignal): Promise<Uint8Array> {
    const name = objectName(this.#domain, { version, object });
    const bytes = await this.#stores.getBundle(name, DEFAULT_LIMITS.fileBytes, signal).catch((error: NluError) => {
      throw error.code === 'RESOURCE_EXHAUSTED' ? new BundleRefused('size', error.message) : error;
    });
    if (!bytes) throw this.#missing(name);
    this.#missingSince.delete(name);
    if (object === undefined || sha256(bytes) === object) return bytes;
    throw new BundleRefused('digest', `the file under ${name} is not the one that was deployed`);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#stores.close();
    await this.#taking;
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

  async #apply({ text }: StoredValue, listener: SourceListener): Promise<void> {
    // A removed key names nothing, and to serve nothing is never better than to go on.
    if (text === undefined || text === this.#told) return;
    this.#told = text;
    try {
      const read = this.#followed.check(text);
      if (read.deployment.stage !== 'active') {
        throw new NluError('FAILED_PRECONDITION', `the deployment record of ${this.#domain} is of a candidate`);
      }
      await this.#followed.advance(read).catch((error) => listener.problem(notKept(error)));
      listener.aspire(targetOf(read.deployment));
    } catch (error) {
      listener.problem(error as Error);
    }
  }
}

function targetOf({ version, digest, object, who, why }: Deployment): Target {
  const reason = `deployed by ${who}${why === '' ? '' : `: ${why}`}`;
  return { version, digest, reason, ...(object === undefined ? {} : { object }) };
}

function notKept(error: unknown): NluError {
  return new NluError('UNAVAILABLE', `the deployment's counter cannot be kept for a restart: ${messageOf(error)}`);
}
