/** Something that is expensive to make and must be released when nobody uses it any more. */
export interface Releasable {
  release(): Promise<void>;
}

/** One request's use of a servable, which stays loaded until the lease ends. */
export interface Lease<S> {
  readonly servable: S;
  /** Ends the lease; later calls do nothing. */
  end(): void;
}

/**
 * Counts the leases of a servable, and releases it once the handle is closed and the last lease has ended. onnxruntime
 * rejects runs that are queued when their session is released, so that a release has to wait.
 */
export class Handle<S extends Releasable> {
  readonly #servable: S;
  #leases = 0;
  #closed = false;
  #onUnused: () => void = () => {};

  constructor(servable: S) {
    this.#servable = servable;
  }

  /** Number of leases that have not ended. */
  get leases(): number {
    return this.#leases;
  }

  /** @throws Error after `close`, which is a defect of the caller */
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

  /** Gives no more leases. Resolves when the last one has ended and the servable is released. Call it once. */
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
