/** What the life cycle serves: anything dear to make that must be released when nobody uses it any more. */
export interface Releasable {
  release(): Promise<void>;
}

/** A hold on a servable, for the time of one request: the version stays loaded until it ends. */
export interface Lease<S> {
  readonly servable: S;
  /** Idempotent. */
  end(): void;
}

/**
 * Counts who uses a servable and releases it when it was closed and the last lease has ended: onnxruntime rejects the
 * runs that are queued when their session is released.
 */
export class Handle<S extends Releasable> {
  readonly #servable: S;
  #leases = 0;
  #closed = false;
  #onUnused: () => void = () => {};

  constructor(servable: S) {
    this.#servable = servable;
  }

  get leases(): number {
    return this.#leases;
  }

  lease(): Lease<S> {
    if (this.#closed) throw new Error('no lease of a closed handle');
    this.#leases += 1;
    let ended = false;
    return {
      servable: this.#servable,
      end: () => {
        if (ended) return;
        ended = true;
        this.#leases -= 1;
        if (this.#leases === 0) this.#onUnused();
      },
    };
  }

  /** Gives no lease from now on. Resolves when the last one has ended and the servable is released. Called once. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#leases > 0) {
      await new Promise<void>((resolve) => {
        this.#onUnused = resolve;
      });
    }
    await this.#servable.release();
  }
}
