import { messageOf, NluError } from '../../serving/errors.js';
import type { Envelope } from '../format/envelope.js';
import { BundleRefused } from '../format/refusal.js';
import { fetchPatiently } from './fetching.js';
import type { Releasable } from './handle.js';
import type { ManagerOptions } from './manager-options.js';
import { type Action, type Aspiration, nextAction } from './policy.js';
import type { BundleFile, Target } from './source.js';
import { type RunningTrial, runningTrial } from './trials/running-trial.js';
import { type VersionLease, VersionRecord, type VersionReport } from './version-record.js';
import type { VersionState } from './version-state.js';

/** Number of versions that are still reported though they no longer serve; the oldest are forgotten. */
const REMEMBERED = 20;
/** Longest rest after a load, in ms: however slow the load was, the next deployment must not wait much longer. */
const LONGEST_REST_MS = 1_000;

/**
 * Keeps the version that its source names loaded and active, by the rules of the policy. A request leases the active
 * version, or the loaded one that it pins, and uses it to its end whatever is deployed meanwhile. A refused version
 * changes nothing but the reports.
 */
export class VersionManager<S extends Releasable, M extends Envelope> {
  readonly #options: ManagerOptions<S, M>;
  /** One record per version, in the order in which they were asked for. */
  readonly #records = new Map<string, VersionRecord<S, M>>();
  readonly #work = new Set<Promise<void>>();
  #aspiration: Aspiration | undefined;
  #candidate: Aspiration | undefined;
  /** What is served instead of an aspiration that was refused, by a process that has nothing else. */
  #standIn: Aspiration | undefined;
  #asked = 0;
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
      prepare: (target) => this.#prepare(target),
      problem: (error) => this.#options.onProblem?.(error),
    });
  }

  /**
   * Leases a version, which stays loaded until the lease ends.
   * @param version the version that is pinned; empty for the active one
   * @throws NluError UNAVAILABLE while no version is active; FAILED_PRECONDITION for a pinned one that is not loaded
   */
  lease(version = ''): VersionLease<S, M> {
    if (!this.#active || this.#closed) throw new NluError('UNAVAILABLE', 'no bundle version is loaded');
    const record = version === '' ? this.#active : this.#records.get(version);
    if (record?.serves) return record.lease();
    const loaded = [...this.#records.values()].filter(({ serves }) => serves).map(({ target }) => target.version);
    throw new NluError('FAILED_PRECONDITION', `version: ${version} is not loaded; loaded: ${loaded.join(', ')}`);
  }

  /** The trial that is under way; undefined: there is none, or its candidate is not warm. */
  get trial(): RunningTrial<S, M> | undefined {
    const candidate = this.#candidate?.target;
    if (!candidate?.trial || !this.#active || this.#closed) return undefined;
    const record = this.#records.get(candidate.version);
    if (!record || record === this.#active) return undefined;
    return runningTrial(candidate, record, this.#active, this.#options.now());
  }

  /** Reports on every known version, in the order in which they were asked for. */
  reports(): VersionReport[] {
    return [...this.#records.values()].map((record) => record.report());
  }

  /** Stops the source, waits for the leases to end and releases everything. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#resting);
    const reason = 'shutting down';
    for (const record of this.#records.values()) {
      record.abandoning.abort();
      if (record.state.name === 'active') this.#enter(record, { name: 'retiring', kept: true, reason });
      if (record.isWarm) this.#release(record, reason);
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
    this.#aspiration = this.#ask(target);
    this.#standIn = undefined;
    // There is nothing to do, but whoever deployed it again waits for a report of this deployment.
    if (namesake?.state.name === 'active') this.#enter(namesake, { name: 'active', reason: target.reason ?? '' });
    this.#reconcile();
  }

  #prepare(target: Target | undefined): void {
    if (this.#closed) return;
    const namesake = target && this.#records.get(target.version);
    if (namesake?.serves && target?.digest !== undefined && target.digest !== namesake.digest) {
      const problem = `${target.version} is loaded with digest ${namesake.digest}, and the candidate has ${target.digest}`;
      this.#options.onProblem?.(new BundleRefused('digest', problem));
      this.#candidate = undefined;
    } else this.#candidate = target && this.#ask(target);
    this.#reconcile();
    // Whoever deploys waits for a report of this candidate, though it may be loaded already.
    if (namesake) this.#changed(namesake);
  }

  /** A version that was refused and is named again begins anew: nobody is to take the old refusal for a new one. */
  #ask(target: Target): Aspiration {
    if (this.#records.get(target.version)?.state.name === 'refused') this.#records.delete(target.version);
    this.#asked += 1;
    return { target, askedAt: this.#asked };
  }

  /** Takes the actions of the policy until there are none. */
  #reconcile(): void {
    while (!this.#closed) {
      const snapshots = [...this.#records.values()].map((record) => record.snapshot());
      const aspiration = this.#standIn ?? this.#aspiration;
      const resting = this.#resting !== undefined;
      const action = nextAction(snapshots, aspiration, this.#options.keep, resting, this.#candidate);
      if (!action) return;
      this.#apply(action, aspiration);
    }
  }

  #apply(action: Action, aspiration: Aspiration | undefined): void {
    if (action.do === 'load') {
      const named = action.isCandidate ? this.#candidate : aspiration;
      if (named) this.#begin(named, action.isCandidate);
      return;
    }
    // The policy names only versions of the snapshots it was given, and each has a record.
    const record = this.#records.get(action.version)!;
    switch (action.do) {
      case 'activate':
        this.#activate(record, aspiration?.target ?? record.target);
        break;
      case 'release':
        this.#release(record, 'no longer among the versions that are kept');
        break;
      case 'abandon':
        record.abandoning.abort();
        this.#enter(record, {
          name: 'retired',
          reason: `replaced by ${aspiration?.target.version ?? 'nothing'} before it was fetched`,
        });
    }
  }

  #begin({ target, askedAt }: Aspiration, isCandidate: boolean): void {
    const ended = [...this.#records.values()].filter(({ state }) => ['retired', 'refused'].includes(state.name));
    for (const { target } of ended.slice(0, -REMEMBERED)) this.#records.delete(target.version);
    const record = new VersionRecord<S, M>(target, askedAt, this.#options.now(), isCandidate);
    this.#records.delete(target.version);
    this.#records.set(target.version, record);
    this.#changed(record);
    this.#track(this.#load(record));
  }

  async #load(record: VersionRecord<S, M>): Promise<void> {
    const { target, abandoning } = record;
    const file = await fetchPatiently(this.#options.source, target, abandoning.signal, (error, attempt) => {
      this.#enter(record, { name: 'fetching', reason: `try ${attempt} failed: ${error.message}` });
    }).catch((error) => this.#refuse(record, 'fetch', error));
    if (!file || abandoning.signal.aborted) return;
    this.#enter(record, { name: 'verifying', reason: '' });
    const begun = performance.now();
    const onWarming = () => this.#enter(record, { name: 'warming', ready: false, reason: '' });
    const loaded = await this.#options
      .loader(target, file.bytes, onWarming)
      .catch((error) => this.#refuse(record, 'graph', error));
    if (!loaded) return;
    this.#rest(performance.now() - begun);
    record.hold(loaded);
    this.#enter(record, { name: 'warming', ready: true, reason: '' });
    if (this.#closed) this.#release(record, 'shutting down');
    this.#reconcile();
    if (record === this.#active) await this.#keep(record, target, file);
    else if (record.state.name === 'warming') record.file = file;
  }

  /** Delays the next load, as loading takes time from requests. A kept version can become active again all the same. */
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

  #activate(record: VersionRecord<S, M>, target: Target): void {
    const before = this.#active;
    const isReturn = record.state.name === 'retiring';
    this.#activations += 1;
    record.activation = this.#activations;
    this.#active = record;
    const because = target.version === record.target.version ? target.reason : record.target.reason;
    this.#enter(record, { name: 'active', reason: because ?? '' });
    if (before) this.#enter(before, { name: 'retiring', kept: true, reason: `superseded by ${record.target.version}` });
    if (isReturn) this.#track(this.#keep(record, target));
    // Kept under the target that is active now: the candidate's had the same bundle.
    if (record.file) this.#track(this.#keep(record, target, record.file));
    record.file = undefined;
  }

  /** Lets the source keep the active version. A source that fails to is no reason not to serve it. */
  async #keep(record: VersionRecord<S, M>, target: Target, file?: BundleFile): Promise<void> {
    try {
      await this.#options.source.keep?.(target, file);
    } catch (error) {
      const reason = `serving, but not kept for a start without its source: ${messageOf(error)}`;
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
    this.#enter(record, {
      name: 'refused',
      check: refusal?.check ?? stage,
      reason: refusal?.problem ?? messageOf(error),
    });
    this.#reconcile();
    const { version } = record.target;
    const isNamed = [this.#aspiration, this.#standIn].some((named) => named?.target.version === version);
    if (!this.#active && isNamed && !this.#closed) this.#track(this.#standBehind(version));
  }

  /** With nothing to serve, falls back to the latest earlier version that was not refused. */
  async #standBehind(refused: string): Promise<void> {
    const { earlier } = this.#options.source;
    if (!earlier) return;
    const aspiration = this.#aspiration;
    const targets = await earlier.call(this.#options.source);
    if (this.#closed || this.#active || this.#aspiration !== aspiration) return;
    const target = targets.find(({ version }) => this.#records.get(version)?.state.name !== 'refused');
    if (!target) return;
    const because = `${refused} is refused here; ${target.reason ?? ''}`;
    this.#standIn = this.#ask({ ...target, reason: because });
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
