import { join } from 'node:path';
import { BundleRefused } from '../../../bundles/format/refusal.js';
import { trustOf } from '../../../bundles/format/trust.js';
import type { ReadFile, Target } from '../../../bundles/lifecycle/source.js';
import { NluError } from '../../../serving/errors.js';
import { projectRoot } from '../../../serving/project.js';
import { releasing, type Servable } from '../interpreter/servable.js';
import type { OpenedBundle } from './domain-bundle.js';
import type { LoadingRules, OpenAnswer, OpenedMessage, OpenOrder, ReadAnswer, ReadOrder } from './loading-orders.js';
import { graphBuffers, servableOf } from './shared-servable.js';
import { TableMemories } from './table-memories.js';
import { ThreadCalls, ThreadLost, type ThreadStep } from './thread-calls.js';

/** Opening a bundle, or proving it, may take this long before its thread is given up. */
const STALL_MS = 30_000;
/** An idle thread holds some 30 MB. */
const IDLE_MS = 10_000;
/** What a bundle makes of a thread's heap is some 30 MB; tables and graphs lie outside of it. */
const HEAP_MB = 256;

export interface BundleThreadOptions extends LoadingRules {
  /** The thread ends when it has done nothing for this long, in ms; absent: 10 s. */
  readonly idleMs?: number;
  /** The thread is given up when it takes longer than this to open a bundle, or to prove it, in ms; absent: 30 s. */
  readonly stallMs?: number;
  /** The thread ends when its heap grows larger, in MB; absent: 256. */
  readonly heapMb?: number;
}

/**
 * Fetches, opens and proves bundles on a thread of its own: fetching, hashing, decompressing, unpacking and asking golden utterances takes
 * hundreds of ms, for which requests would have to wait. Only the sessions are left to make on the calling thread, and one
 * golden answer to compare. It opens one bundle at a time; the life cycle asks for no more.
 *
 * A version's tables, some 20 MB, lie in the memory of a slot, which both threads see, and which another version uses
 * again once this one is released. New arrays for each version would cost the calling thread two major collections a
 * reload.
 */
export class BundleThread {
  readonly #calls: ThreadCalls<OpenOrder | ReadOrder, OpenAnswer | ReadAnswer>;
  readonly #memories = new TableMemories();

  /** @throws NluError INVALID_ARGUMENT for a public key that is none */
  constructor({ idleMs, stallMs, heapMb, ...rules }: BundleThreadOptions) {
    trustOf(rules.trust.publicKeys, rules.trust.allowUnsigned, rules.schema.domain);
    this.#calls = new ThreadCalls({
      script: join(projectRoot(), 'dist', 'domains', 'core', 'loading', 'bundle-worker.js'),
      workerData: rules,
      heapMb: heapMb ?? HEAP_MB,
      idleMs: idleMs ?? IDLE_MS,
      stallMs: stallMs ?? STALL_MS,
    });
  }

  readonly open = async (
    bytes: Uint8Array,
    target: Target,
    onWarming: () => void = () => {},
  ): Promise<OpenedBundle> => {
    const slot = this.#memories.take();
    let isWarming = false;
    const onStep = (step: ThreadStep) => {
      if (step !== 'warming') return;
      isWarming = true;
      onWarming();
    };
    try {
      const memory = this.#memories.of(slot);
      const { opened } = (await this.#calls.call({ bytes, target, memory }, { onStep })) as OpenAnswer;
      const { manifest, golden, signer } = opened;
      if (opened.memory) this.#memories.set(slot, opened.memory);
      const make = () => this.#make(slot, opened);
      return { manifest, golden, make, ...(signer === undefined ? {} : { signer }) };
    } catch (error) {
      this.#memories.free(slot, !(error instanceof ThreadLost));
      if (!(error instanceof ThreadLost)) throw error;
      const [check, what] = isWarming ? (['warm-up', 'proven'] as const) : (['graph', 'opened'] as const);
      throw new BundleRefused(check, `it could not be ${what}: ${error.message}`, { cause: error });
    }
  };

  /** Reads a file into memory that all threads see, over a connection of the thread's own. */
  readonly read: ReadFile = async (place, signal) => {
    try {
      const { file } = (await this.#calls.call({ place }, { signal })) as ReadAnswer;
      return file;
    } catch (error) {
      if (!(error instanceof ThreadLost)) throw error;
      throw new NluError('INTERNAL', `it could not be fetched: ${error.message}`, { cause: error });
    }
  };

  /** Memory of all tables, in bytes. */
  get tableBytes(): number {
    return this.#memories.bytes;
  }

  /** Whether there is a thread at this moment. */
  get running(): boolean {
    return this.#calls.running;
  }

  close(): Promise<void> {
    return this.#calls.close();
  }

  async #make(slot: number, opened: OpenedMessage): Promise<Servable> {
    const free = () => this.#memories.free(slot);
    try {
      // The answer that opened the bundle left the slot its memory.
      const servable = await servableOf(opened, this.#memories.of(slot));
      // Sessions have read their graphs. To wait for a collection of these would mean to bring it on.
      this.#calls.discard(graphBuffers(opened));
      return releasing(servable, free);
    } catch (error) {
      free();
      throw error;
    }
  }
}
