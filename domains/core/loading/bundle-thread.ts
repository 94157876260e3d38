import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import { hasRecognizer } from '../../../bundles/format/manifest.js';
import { BundleRefused } from '../../../bundles/format/refusal.js';
import { trustOf } from '../../../bundles/format/trust.js';
import type { trustConfigSchema } from '../../../bundles/lifecycle/trust-config.js';
import { projectRoot } from '../../../serving/project.js';
import { type BundleGraphs, type BundleModels, reviveModels } from '../interpreter/bundle-models.js';
import { makeInterpreter } from '../interpreter/load-interpreter.js';
import { makeOwnInterpreter } from '../interpreter/own-interpreter.js';
import { releasing, type Servable } from '../interpreter/servable.js';
import { unpackTables } from '../numeric/shared-tables.js';
import type { ServedSchema } from '../schema/schema.js';
import type { OpenedMessage, OpenReply, OpenRequest } from './bundle-worker.js';
import type { OpenDomainBundle } from './domain-bundle.js';

/** Opening a bundle may take this long before its thread is given up. */
const STALL_MS = 30_000;
/** An idle thread holds some 30 MB. */
const IDLE_MS = 10_000;

export interface BundleThreadOptions {
  readonly schema: ServedSchema;
  readonly trust: z.output<typeof trustConfigSchema>;
  /** The thread ends when it has opened nothing for this long, in ms; absent: 10 s. */
  readonly idleMs?: number;
}

/**
 * Opens bundles on a thread of its own: hashing, decompressing and unpacking a bundle takes tens of ms, for which
 * requests would have to wait. Only the sessions are left to make on the calling thread. It opens one bundle at a time;
 * the life cycle asks for no more.
 *
 * A version's tables, some 10 MB, lie in the memory of a slot, which both threads see, and which another version uses
 * again once this one is released. New arrays for each version would cost the calling thread two major collections a
 * reload.
 */
export class BundleThread {
  readonly #options: BundleThreadOptions;
  readonly #memories = new Map<number, SharedArrayBuffer>();
  readonly #freeSlots: number[] = [];
  #slots = 0;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** @throws NluError INVALID_ARGUMENT for a public key that is none */
  constructor(options: BundleThreadOptions) {
    trustOf(options.trust.publicKeys, options.trust.allowUnsigned, options.schema.domain);
    this.#options = options;
  }

  readonly open: OpenDomainBundle = async (bytes, target) => {
    const slot = this.#freeSlots.pop() ?? this.#slots++;
    const { schema, trust } = this.#options;
    const reply = await this.#ask({ schema, trust, bytes, target, slot }).catch((error) => {
      this.#freeSlots.push(slot);
      throw error;
    });
    if ('refused' in reply) {
      this.#freeSlots.push(slot);
      throw new BundleRefused(reply.refused.check, reply.refused.problem);
    }
    const { manifest, golden, signer, memory } = reply.opened;
    if (memory) this.#memories.set(slot, memory);
    const make = () => this.#make(slot, reply.opened);
    return { manifest, golden, make, ...(signer === undefined ? {} : { signer }) };
  };

  /** Memory of all slots, in bytes. There are as many slots as versions were ever loaded at a time. */
  get tableBytes(): number {
    return [...this.#memories.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Whether there is a thread at this moment. */
  get running(): boolean {
    return this.#worker !== undefined;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #make(slot: number, { manifest, graphs, packed }: OpenedMessage): Promise<Servable> {
    const free = () => void this.#freeSlots.push(slot);
    try {
      if (!hasRecognizer(manifest)) return releasing(await makeOwnInterpreter(manifest, graphs.reranker), free);
      // The reply that opened the bundle left the slot its memory.
      const models = unpackTables(packed, this.#memories.get(slot)!) as Omit<BundleModels, 'graphs'>;
      return releasing(
        await makeInterpreter(manifest, reviveModels({ ...models, graphs: graphs as BundleGraphs })),
        free,
      );
    } catch (error) {
      free();
      throw error;
    }
  }

  async #ask(request: OpenRequest): Promise<OpenReply> {
    clearTimeout(this.#idle);
    this.#worker ??= startWorker();
    const worker = this.#worker;
    const settled = new AbortController();
    const { signal } = settled;
    const ended = once(worker, 'exit', { signal }).then(() => Promise.reject(new Error('its thread ended')));
    const stall = once(AbortSignal.timeout(STALL_MS), 'abort', { signal });
    const stalled = stall.then(() => Promise.reject(new Error(`not opened within ${STALL_MS} ms`)));
    // An error of the thread rejects it too.
    const answer = once(worker, 'message', { signal });
    worker.postMessage(request);
    try {
      const [reply] = (await Promise.race([answer, ended, stalled])) as [OpenReply];
      this.#idle = setTimeout(() => this.close(), this.#options.idleMs ?? IDLE_MS).unref();
      return reply;
    } catch (cause) {
      this.#worker = undefined;
      await worker.terminate();
      throw new BundleRefused('graph', `it could not be opened: ${(cause as Error).message}`, { cause });
    } finally {
      settled.abort();
    }
  }
}

function startWorker(): Worker {
  const worker = new Worker(join(projectRoot(), 'dist', 'domains', 'core', 'loading', 'bundle-worker.js'));
  worker.unref();
  return worker;
}
