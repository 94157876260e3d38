import type { Envelope } from '../format/envelope.js';
import { Handle, type Lease, type Releasable } from './handle.js';
import type { Loaded } from './loader.js';
import type { VersionSnapshot } from './policy.js';
import type { BundleFile, Target } from './source.js';
import { assertTransition, type VersionState } from './version-state.js';

/** One request's use of a version. */
export interface VersionLease<S, M> extends Lease<S> {
  readonly manifest: M;
}

/** A process's report on one version, for people and for the status bucket. */
export interface VersionReport {
  readonly version: string;
  /** The bundle's digest; undefined until the bundle is open, unless the source names it earlier. */
  readonly digest: string | undefined;
  readonly state: VersionState;
  /** When the version entered its state, Unix time in ms by this machine's clock. For display only, not for order. */
  readonly since: number;
  /** Number of requests that use the version now. */
  readonly leases: number;
}

/** Everything that a manager knows of one version. The state moves only by legal transitions. */
export class VersionRecord<S extends Releasable, M extends Envelope> {
  readonly target: Target;
  /** Number of the target that the version was fetched for. */
  readonly askedAt: number;
  /** Number of the last activation; 0 for none. */
  activation = 0;
  /** Whether it was loaded as a candidate. */
  readonly isCandidate: boolean;
  /** The file of a candidate, for the source to keep once it is active. */
  file: BundleFile | undefined;
  /** Its abort stops the fetch. */
  readonly abandoning = new AbortController();
  #digest: string | undefined;
  #held: { readonly manifest: M; readonly handle: Handle<S> } | undefined;
  #state: VersionState = { name: 'fetching', reason: '' };
  #since: number;

  constructor(target: Target, askedAt: number, now: number, isCandidate = false) {
    this.target = target;
    this.isCandidate = isCandidate;
    this.askedAt = askedAt;
    this.#digest = target.digest;
    this.#since = now;
  }

  get state(): VersionState {
    return this.#state;
  }

  /** @throws Error for an illegal transition */
  enter(state: VersionState, now: number): void {
    assertTransition(this.target.version, this.#state.name, state.name);
    if (state.name !== this.#state.name) this.#since = now;
    this.#state = state;
  }

  /** Whether the version answers requests that pin it. */
  get serves(): boolean {
    return this.#state.name === 'active' || (this.#state.name === 'retiring' && this.#state.kept);
  }

  /** Whether it answers, or could at once. */
  get isWarm(): boolean {
    return this.serves || (this.#state.name === 'warming' && this.#state.ready);
  }

  get digest(): string | undefined {
    return this.#digest;
  }

  /** Takes up the loaded bundle. */
  hold({ servable, manifest }: Loaded<S, M>): void {
    this.#held = { manifest, handle: new Handle(servable) };
    this.#digest = manifest.digest;
  }

  /** @throws Error for a version that is not loaded, which is a defect of the caller */
  lease(): VersionLease<S, M> {
    const { manifest, handle } = this.#loaded();
    return { ...handle.lease(), manifest };
  }

  /** Gives no more leases. Resolves when the last one has ended and the servable is released. */
  async close(): Promise<void> {
    try {
      await this.#loaded().handle.close();
    } finally {
      this.file = undefined;
      this.#held = undefined;
    }
  }

  snapshot(): VersionSnapshot {
    const { askedAt, activation, isCandidate } = this;
    const { version } = this.target;
    return { version, digest: this.#digest, state: this.#state, askedAt, activation, isCandidate };
  }

  report(): VersionReport {
    return {
      version: this.target.version,
      digest: this.#digest,
      state: this.#state,
      since: this.#since,
      leases: this.#held?.handle.leases ?? 0,
    };
  }

  #loaded() {
    if (!this.#held) throw new Error(`version ${this.target.version} is not loaded`);
    return this.#held;
  }
}
