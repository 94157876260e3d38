import { NluError } from '../../serving/errors.js';
import type { Envelope } from '../format/envelope.js';
import { BundleRefused } from '../format/refusal.js';
import { fetchPatiently } from './fetching.js';
import type { Releasable } from './handle.js';
import type { Loader } from './loader.js';
import { type Action, type Aspiration, nextAction } from './policy.js';
import type { Source, Target } from './source.js';
import { type VersionLease, VersionRecord, type VersionReport } from './version-record.js';
import type { VersionState } from './version-state.js';

/** Versions that no longer serve but are still reported; the oldest are forgotten. */
const REMEMBERED = 20;
/** However slow a load was, a deployment must not wait much longer than one does. */
const LONGEST_REST_MS = 1_000;

export interface ManagerOptions<S extends Releasable, M extends Envelope> {
  readonly source: Source;
  readonly loader: Loader<S, M>;
  /** How many versions stay loaded, the active one among them; at least 1. */
  readonly keep: number;
  /** Time after a load until the next, as a multiple of what it took; absent: none. A refused one is mended at once. */
  readonly rest?: number;
  /** Unix time in ms. */
  readonly now: () => number;
  /** Hears of every change of state, after it. */
  readonly onChange?: (report: VersionReport) => void;
  /** Hears of what keeps a target from being named, and of defects. */
  readonly onProblem?: (error: unknown) => void;
}

/**
 * Keeps the version that its source wants loaded and active, as the policy says. A request leases the active version, or
 * the loaded one that it pins, and ends on it whatever happens meanwhile. A version that is refused changes nothing but
 * the reports.
 */
export class VersionManager<S extends Releasable, M extends Envelope> {
  readonly #options: ManagerOptions<S, M>;
  /** In the order of being asked for; one record a version. */
  readonly #records = new Map<string, VersionRecord<S, M>>();
  readonly #work = new Set<Promise<void>>();
  #aspiration: Aspiration | undefined;
  #active: VersionRecord<S, M> | undefined;
  #activations = 0;
  #closed = false;
  #resting: NodeJS.Timeout | undefined;

  constructor(options: ManagerOptions<S, M>) {
    this.#options = options;
  }

  /** Starts the source; versions load in the background. */
  start(): Promise<void> {
    return this.#options.source.start({
      aspire: (target) => this.#aspire(target),
      problem: (error) => this.#options.onProblem?.(error),
    });
  }

  /**
   * Holds the active version, or the loaded one that is named, until the lease is ended.
   * Throws UNAVAILABLE while none is active, FAILED_PRECONDITION for a named one that is not loaded.
   */
  lease(version = ''): VersionLease<S, M> {
    if (!this.#active || this.#closed) throw new NluError('UNAVAILABLE', 'no bundle version is loaded');
    const record = version === '' ? this.#active : this.#records.get(version);
    if (record?.serves) return record.lease();
    const loaded = [...this.#records.values()].filter(({ serves }) => serves).map(({ target }) => target.version);
    throw new NluError('FAILED_PRECONDITION', `version: ${version} is not loaded; loaded: ${loaded.join(', ')}`);
  }

  /** Every version that is known of, in the order of being asked for. */
  reports(): VersionReport[] {
    return [...this.#records.values()].map((record) => record.report());
  }

  /** The version that its source wants active. */
  get wanted(): Target | undefined {
    return this.#aspiration?.target;
  }

  /** Stops the source, waits for the leases to end and releases everything. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#resting);
    const reason = 'shutting down';
    for (const record of this.#records.values()) {
      record.abandoning.abort();
      if (record.state.name === 'active') this.#enter(record, { name: 'retiring', kept: true, reason });
      if (record.serves) this.#release(record, reason);
    }
    await this.#options.source.close();
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  #aspire(target: Target): void {
    if (this.#closed) return;
    const namesake = this.#records.get(target.version);
    if (namesake?.serves && target.digest !== undefined && target.digest !== namesake.digest) {
      const problem = `${target.version} is loaded with digest ${namesake.digest}, and ${target.digest} was deployed under its name`;
      if (this.#active) this.#enter(this.#active, { name: 'active', reason: `serving; refused: ${problem}` });
      this.#options.onProblem?.(new BundleRefused('digest', problem));
      return;
    }
    this.#aspiration = { target, askedAt: (this.#aspiration?.askedAt ?? 0) + 1 };
    // Nothing is to be done, and whoever deployed it once more waits to be told so.
    if (namesake?.state.name === 'active') this.#enter(namesake, { name: 'active', reason: target.reason ?? '' });
    this.#reconcile();
  }

  /** Does what the policy says until it has nothing more to say. */
  #reconcile(): void {
    while (!this.#closed) {
      const snapshots = [...this.#records.values()].map((record) => record.snapshot());
      const action = nextAction(snapshots, this.#aspiration, this.#options.keep, this.#resting !== undefined);
      if (!action) return;
      this.#apply(action);
    }
  }

  #apply(action: Action): void {
    const record = this.#records.get(action.version)!;
    switch (action.do) {
      case 'load':
        this.#begin(this.#aspiration!);
        break;
      case 'activate':
        this.#activate(record);
        break;
      case 'release':
        this.#release(record, 'no longer among the versions that are kept');
        break;
      case 'abandon':
        record.abandoning.abort();
        this.#enter(record, {
          name: 'retired',
          reason: `replaced by ${this.#aspiration!.target.version} before it was fetched`,
        });
    }
  }

  #begin({ target, askedAt }: Aspiration): void {
    const ended = [...this.#records.values()].filter(({ state }) => ['retired', 'refused'].includes(state.name));
    for (const { target } of ended.slice(0, -REMEMBERED)) this.#records.delete(target.version);
    const record = new VersionRecord<S, M>(target, askedAt, this.#options.now());
    this.#records.delete(target.version);
    this.#records.set(target.version, record);
    this.#changed(record);
    this.#track(this.#load(record));
  }

  async #load(record: VersionRecord<S, M>): Promise<void> {
    const { target, abandoning } = record;
    const bytes = await fetchPatiently(this.#options.source, target, abandoning.signal, (error, tries) => {
      this.#enter(record, { name: 'fetching', reason: `try ${tries} failed: ${error.message}` });
    }).catch((error) => this.#refuse(record, 'fetch', error));
    if (!bytes || abandoning.signal.aborted) return;
    this.#enter(record, { name: 'verifying', reason: '' });
    const begun = performance.now();
    const onWarming = () => this.#enter(record, { name: 'warming', ready: false, reason: '' });
    const loaded = await this.#options
      .loader(target, bytes, onWarming)
      .catch((error) => this.#refuse(record, 'graph', error));
    if (!loaded) return;
    this.#rest(performance.now() - begun);
    record.hold(loaded);
    this.#enter(record, { name: 'warming', ready: true, reason: '' });
    if (this.#closed) this.#release(record, 'shutting down');
    this.#reconcile();
    if (record === this.#active) await this.#keep(record, target, bytes);
  }

  /** Loading takes time from requests, so that it may take only a share of it. A kept version returns at once all the same. */
  #rest(loadMs: number): void {
    const { rest = 0 } = this.#options;
    if (rest === 0 || this.#closed) return;
    this.#resting = setTimeout(
      () => {
        this.#resting = undefined;
        this.#reconcile();
      },
      Math.min(rest * loadMs, LONGEST_REST_MS),
    );
  }

  #activate(record: VersionRecord<S, M>): void {
    const before = this.#active;
    const isReturn = record.state.name === 'retiring';
    const { target } = this.#aspiration!;
    this.#activations += 1;
    record.activation = this.#activations;
    this.#active = record;
    const because = target.version === record.target.version ? target.reason : record.target.reason;
    this.#enter(record, { name: 'active', reason: because ?? '' });
    if (before) this.#enter(before, { name: 'retiring', kept: true, reason: `superseded by ${record.target.version}` });
    if (isReturn) this.#track(this.#keep(record, target));
  }

  /** A source that cannot keep it is no reason not to serve it. */
  async #keep(record: VersionRecord<S, M>, target: Target, bytes?: Uint8Array): Promise<void> {
    try {
      await this.#options.source.keep?.(target, bytes);
    } catch (error) {
      const reason = `serving, but not kept for a start without its source: ${textOf(error)}`;
      if (record.state.name === 'active') this.#enter(record, { name: 'active', reason });
    }
  }

  #release(record: VersionRecord<S, M>, reason: string): void {
    const neverServed = record.state.name === 'warming';
    this.#enter(record, neverServed ? { name: 'retired', reason } : { name: 'retiring', kept: false, reason });
    const released = record.close().catch((error) => this.#options.onProblem?.(error));
    this.#track(
      released.then(() => {
        if (!neverServed) this.#enter(record, { name: 'retired', reason });
        this.#reconcile();
      }),
    );
  }

  #refuse(record: VersionRecord<S, M>, stage: 'fetch' | 'graph', error: unknown): undefined {
    if (record.abandoning.signal.aborted && stage === 'fetch') return;
    const refusal = error instanceof BundleRefused ? error : undefined;
    this.#enter(record, { name: 'refused', check: refusal?.check ?? stage, reason: refusal?.problem ?? textOf(error) });
    this.#reconcile();
  }

  #enter(record: VersionRecord<S, M>, state: VersionState): void {
    record.enter(state, this.#options.now());
    this.#changed(record);
  }

  #changed(record: VersionRecord<S, M>): void {
    this.#options.onChange?.(record.report());
  }

  #track(work: Promise<void>): void {
    const watched = work.catch((error) => this.#options.onProblem?.(error)).finally(() => this.#work.delete(watched));
    this.#work.add(watched);
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
