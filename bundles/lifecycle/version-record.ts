import type { Envelope } from '../format/envelope.js';
import { Handle, type Lease, type Releasable } from './handle.js';
import type { Loaded } from './loader.js';
import type { VersionSnapshot } from './policy.js';
import type { Target } from './source.js';
import { assertTransition, type VersionState } from './version-state.js';

/** A hold on a version, with what it is. */
export interface VersionLease<S, M> extends Lease<S> {
  readonly manifest: M;
}

/** What a process says of one version, to people and to the status bucket. */
export interface VersionReport {
  readonly version: string;
  /** Known once the bundle is open, or earlier where the source names it. */
  readonly digest: string | undefined;
  readonly state: VersionState;
  /** When it entered this state, Unix time in ms, by this machine's clock. For display only: order is never told by it. */
  readonly since: number;
  /** Requests that use it at this moment. */
  readonly leases: number;
}

/** All that is known of one version; its state moves by legal transitions only. */
export class VersionRecord<S extends Releasable, M extends Envelope> {
  readonly target: Target;
  readonly askedAt: number;
  activation = 0;
  /** Stops the fetch. */
  readonly abandoning = new AbortController();
  #digest: string | undefined;
  #held: { readonly manifest: M; readonly handle: Handle<S> } | undefined;
  #state: VersionState = { name: 'fetching', reason: '' };
  #since: number;

  constructor(target: Target, askedAt: number, now: number) {
    this.target = target;
    this.askedAt = askedAt;
    this.#digest = target.digest;
    this.#since = now;
  }

  get state(): VersionState {
    return this.#state;
  }

  enter(state: VersionState, now: number): void {
    assertTransition(this.target.version, this.#state.name, state.name);
    if (state.name !== this.#state.name) this.#since = now;
    this.#state = state;
  }

  /** Answers requests, those that pin no version if it is active. */
  get serves(): boolean {
    return this.#state.name === 'active' || (this.#state.name === 'retiring' && this.#state.kept);
  }

  get digest(): string | undefined {
    return this.#digest;
  }

  hold({ servable, manifest }: Loaded<S, M>): void {
    this.#held = { manifest, handle: new Handle(servable) };
    this.#digest = manifest.digest;
  }

  /** Only of a version that serves. */
  lease(): VersionLease<S, M> {
    const { manifest, handle } = this.#held!;
    return { ...handle.lease(), manifest };
  }

  /** Resolves when the last lease has ended and the servable is released; nothing of it is held after that. */
  async close(): Promise<void> {
    try {
      await this.#held!.handle.close();
    } finally {
      this.#held = undefined;
    }
  }

  snapshot(): VersionSnapshot {
    const { askedAt, activation } = this;
    return { version: this.target.version, state: this.#state, askedAt, activation };
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
}
