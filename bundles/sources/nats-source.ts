import { NluError } from '../../serving/errors.js';
import { DEFAULT_LIMITS } from '../format/limits.js';
import { BundleRefused } from '../format/refusal.js';
import { deploymentSchema, parseStored } from '../lifecycle/deployment.js';
import { NothingDeployed, type Source, type SourceListener, type Target } from '../lifecycle/source.js';
import type { NatsStores } from './nats-stores.js';
import type { StoredValue } from './stored-value.js';

/** Time between reads of the key, in ms: a failed read or a watch that fell silent must not cost a deployment. */
const READ_EVERY_MS = 5_000;
/**
 * How long a bundle may be missing after its deployment was seen, in ms: of three copies of a store, the one that
 * answers may lag behind the one that was written to.
 */
const MISSING_MS = 15_000;

/**
 * Bundles on NATS. A domain's key in nlu-deployments names the version, and nlu-bundles holds its bundle. The key is
 * watched, and also read after every connection, since a watch may take seconds to resume or miss what happened
 * meanwhile. Revisions only grow, so that a value that arrives twice or late changes nothing.
 */
export class NatsSource implements Source {
  readonly place: string;
  readonly #stores: NatsStores;
  readonly #domain: string;
  readonly #missingMs: number;
  /** When each bundle that is not there was first asked for, by performance.now(). */
  readonly #missingSince = new Map<string, number>();
  #revision = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param missingMs how long a bundle that is not there counts as on its way, in ms */
  constructor(stores: NatsStores, domain: string, missingMs = MISSING_MS) {
    this.#missingMs = missingMs;
    this.place = `${stores.place}, ${domain}`;
    this.#stores = stores;
    this.#domain = domain;
  }

  async start(listener: SourceListener): Promise<void> {
    const apply = (value: StoredValue) => this.#apply(value, listener);
    const read = async () => {
      const value = await this.#stores.getKey('nlu-deployments', this.#domain);
      if (value) apply(value);
      return value !== undefined;
    };
    const readAnew = async () => {
      if (!(await read())) listener.problem(new NothingDeployed(this.place));
      await this.#stores.watch('nlu-deployments', this.#domain, apply);
    };
    this.#timer = setInterval(() => void read().catch(() => {}), READ_EVERY_MS).unref();
    this.#stores.start({
      up: () => void readAnew().catch((error) => listener.problem(error)),
      down: (error) => listener.problem(error),
    });
  }

  async fetch({ version }: Target, signal: AbortSignal): Promise<Uint8Array> {
    const name = `${this.#domain}/${version}`;
    const bytes = await this.#stores.getBundle(name, DEFAULT_LIMITS.fileBytes, signal).catch((error: NluError) => {
      throw error.code === 'RESOURCE_EXHAUSTED' ? new BundleRefused('size', error.message) : error;
    });
    if (!bytes) throw this.#missing(name);
    this.#missingSince.delete(name);
    return bytes;
  }

  #missing(name: string): NluError {
    const since = this.#missingSince.get(name) ?? performance.now();
    this.#missingSince.set(name, since);
    const problem = `${this.#stores.place} has no bundle ${name}`;
    if (performance.now() - since < this.#missingMs) return new NluError('UNAVAILABLE', `${problem} yet`);
    this.#missingSince.delete(name);
    return new NluError('NOT_FOUND', problem);
  }

  close(): Promise<void> {
    clearInterval(this.#timer);
    return this.#stores.close();
  }

  #apply({ key, text, revision }: StoredValue, listener: SourceListener): void {
    if (revision < this.#revision) {
      const problem = `revision ${revision} of ${key} is older than ${this.#revision}, which was applied; it is ignored`;
      listener.problem(new NluError('FAILED_PRECONDITION', problem));
    }
    if (revision <= this.#revision) return;
    this.#revision = revision;
    // A removed key names nothing, and to serve nothing is never better than to go on.
    if (text === undefined) return;
    try {
      const { version, digest, who, why } = parseStored(deploymentSchema, key, text);
      listener.aspire({ version, digest, revision, reason: `deployed by ${who}${why === '' ? '' : `: ${why}`}` });
    } catch (error) {
      listener.problem(error as Error);
    }
  }
}
