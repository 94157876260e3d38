import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import { projectRoot } from '../../proto/project.js';
import { BundleRefused } from './bundle/refusal.js';
import { trustOf } from './bundle/trust.js';
import type { OpenReply, OpenRequest } from './bundle-worker.js';
import type { OpenDomainBundle } from './lifecycle/domain-bundle.js';
import type { trustConfigSchema } from './lifecycle/trust-config.js';
import { makeServable } from './load-servable.js';
import type { DomainSchema } from './schema.js';
import { reviveModels } from './servable-models.js';

/** Opening a bundle may take this long before its thread is given up. */
const STALL_MS = 30_000;

export interface BundleThreadOptions {
  readonly schema: DomainSchema;
  readonly trust: z.output<typeof trustConfigSchema>;
}

/**
 * Opens bundles on a thread of its own: hashing, decompressing and unpacking one takes tens of ms, which requests would wait
 * for. What comes back needs only its sessions made. One bundle at a time, as the life cycle asks.
 */
export class BundleThread {
  readonly #options: BundleThreadOptions;
  #worker: Worker | undefined;

  /** Throws INVALID_ARGUMENT for a key that is none. */
  constructor(options: BundleThreadOptions) {
    trustOf(options.trust.publicKeys, options.trust.allowUnsigned);
    this.#options = options;
  }

  readonly open: OpenDomainBundle = async (bytes, target) => {
    const reply = await this.#ask({ ...this.#options, bytes, target });
    if ('refused' in reply) throw new BundleRefused(reply.refused.check, reply.refused.problem);
    const { manifest, golden, signer, models } = reply.opened;
    const make = () => makeServable(manifest, reviveModels(models));
    return { manifest, golden, make, ...(signer === undefined ? {} : { signer }) };
  };

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  async #ask(request: OpenRequest): Promise<OpenReply> {
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
  const worker = new Worker(join(projectRoot(), 'dist', 'domains', 'core', 'bundle-worker.js'));
  worker.unref();
  return worker;
}
