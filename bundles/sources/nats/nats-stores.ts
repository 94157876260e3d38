import { setTimeout } from 'node:timers/promises';
import { headers } from '@nats-io/transport-node';
import { NluError } from '../../../serving/errors.js';
import { EVENT_STREAM, type KeyBucket, type StoredValue } from '../stored-value.js';
import { NatsLink, REQUEST_TIMEOUT_MS } from './nats-link.js';
import type { NatsListener, NatsOptions } from './nats-options.js';
import { keptValue, OPERATION, objectInfo, readChunks, storedValue, subjectOf } from './nats-reads.js';
import { managedBy } from './nats-session.js';

/** Size of a bundle's chunks, in bytes: half of a message's limit by NATS's defaults. */
const CHUNK_BYTES = 512 * 1024;

/** The streams behind the buckets. */
const STREAMS = ['OBJ_nlu-bundles', 'KV_nlu-deployments', 'KV_nlu-status', 'KV_nlu-customers', EVENT_STREAM];
/** Between looks at copies that are being made, in ms. */
const LOOK_EVERY_MS = 200;

/** How a bucket is kept. */
export interface BucketState {
  readonly bucket: string;
  /** Servers that are to hold a copy. */
  readonly replicas: number;
  /** Those whose copy is up to date. */
  readonly whole: number;
}

/** Bundles, deployments and status on NATS JetStream. Every request fails at once with UNAVAILABLE while it is not connected. */
export class NatsStores {
  readonly #link: NatsLink;

  constructor(options: NatsOptions) {
    this.#link = new NatsLink(options);
  }

  /** The servers, without passwords, as messages name them. */
  get place(): string {
    return this.#link.place;
  }

  /** Connects in the background. Call it once. */
  start(listener: NatsListener): void {
    this.#link.start(listener);
  }

  /** Whether the stores can be used at this moment. */
  get isUp(): boolean {
    return this.#link.isUp;
  }

  /** Calls `listener` whenever the stores become usable. @returns a function that ends this */
  onUp(listener: () => void): () => void {
    return this.#link.onUp(listener);
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  /**
   * Stores a bundle.
   * @param name `<domain>/<version>`
   * @throws NluError FAILED_PRECONDITION when there is a bundle of that name
   */
  async putBundle(name: string, bytes: Uint8Array): Promise<void> {
    await this.#link.request((session) =>
      managedBy(session).bundles.putBlob({ name, options: { max_chunk_size: CHUNK_BYTES } }, bytes, {
        previousRevision: 0,
        timeout: REQUEST_TIMEOUT_MS,
      }),
    );
  }

  /** The bundle of a name, if any. @throws NluError RESOURCE_EXHAUSTED for one of more than `maxBytes`, unread */
  getBundle(name: string, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return this.#link.request(async ({ direct }) => {
      const info = await objectInfo(direct, name);
      if (!info || info.deleted) return undefined;
      if (info.size <= maxBytes) return readChunks(direct, info);
      throw new NluError('RESOURCE_EXHAUSTED', `bundle ${name} has ${info.size} bytes; at most ${maxBytes} are read`);
    }, signal);
  }

  /** The latest value of a key; undefined when it never had one. */
  getKey(bucket: KeyBucket, key: string): Promise<StoredValue | undefined> {
    return this.#link.request(async ({ direct }) => {
      const message = await direct.getMessage(`KV_${bucket}`, { last_by_subj: subjectOf(bucket, key) });
      return message ? keptValue(key, message) : undefined;
    });
  }

  /** Sets a key, and resolves to its new revision. */
  putKey(bucket: KeyBucket, key: string, text: string): Promise<number> {
    return this.#link.request(async ({ writes }) => (await writes.publish(subjectOf(bucket, key), text)).seq);
  }

  /**
   * Sets a key if its latest revision is `revision` (0 for a key without a value), and resolves to its new revision.
   * @throws NluError FAILED_PRECONDITION when the latest revision is another
   */
  swapKey(bucket: KeyBucket, key: string, text: string, revision: number): Promise<number> {
    const expect = { lastSubjectSequence: revision };
    return this.#link.request(
      async ({ writes }) => (await writes.publish(subjectOf(bucket, key), text, { expect })).seq,
    );
  }

  async removeKey(bucket: KeyBucket, key: string): Promise<void> {
    const removal = headers();
    removal.set(OPERATION, 'DEL');
    await this.#link.request(({ writes }) => writes.publish(subjectOf(bucket, key), '', { headers: removal }));
  }

  /**
   * The latest value of every key that matches `filter`. The keys are read one by one: the client's own listing waits
   * for ever when a value is replaced meanwhile, as happens in nlu-status all the time. A login that only reads may do it.
   */
  values(bucket: KeyBucket, filter: string): Promise<StoredValue[]> {
    return this.#link.request(async ({ streams, direct }) => {
      const [stream, prefix] = [`KV_${bucket}`, `$KV.${bucket}.`];
      const { state } = await streams.info(stream, { subjects_filter: `${prefix}${filter}` });
      const names = Object.keys(state.subjects ?? {}).map((subject) => subject.slice(prefix.length));
      const read = async (name: string) => {
        const message = await direct.getMessage(stream, { last_by_subj: subjectOf(bucket, name) });
        return message ? keptValue(name, message) : undefined;
      };
      return (await Promise.all(names.sort().map(read))).filter((value) => value !== undefined);
    });
  }

  /** The names of all keys of customers and of what lies beside them. */
  customerNames(): Promise<string[]> {
    return this.#subjectsOf('KV_nlu-customers', '$KV.nlu-customers.*', '$KV.nlu-customers.');
  }

  /** The fingerprints of the customers of whom events are stored. */
  async customersWithEvents(): Promise<Set<string>> {
    const subjects = await this.#subjectsOf(EVENT_STREAM, 'nlu.events.*.*', 'nlu.events.');
    return new Set(subjects.map((subject) => subject.slice(subject.indexOf('.') + 1)));
  }

  /** When a key's latest value was stored, by the server's clock, in ms; undefined where it has none. */
  storedMs(bucket: KeyBucket, key: string): Promise<number | undefined> {
    return this.#link.request(async ({ direct }) =>
      (await direct.getMessage(`KV_${bucket}`, { last_by_subj: subjectOf(bucket, key) }))?.time.getTime(),
    );
  }

  /** Removes a value of a key and overwrites its bytes; a later value stays. */
  async eraseValue(bucket: KeyBucket, revision: number): Promise<void> {
    await this.#link.request((session) => {
      managedBy(session);
      return session.streams.deleteMessage(`KV_${bucket}`, revision, true);
    });
  }

  #subjectsOf(stream: string, filter: string, prefix: string): Promise<string[]> {
    return this.#link.request(async (session) => {
      managedBy(session);
      const { state } = await session.streams.info(stream, { subjects_filter: filter });
      return Object.keys(state.subjects ?? {}).map((subject) => subject.slice(prefix.length));
    });
  }

  /** All values of a key, present and past, oldest first. They are read one by one, so that a reader needs no consumer. */
  history(bucket: KeyBucket, key: string): Promise<StoredValue[]> {
    return this.#link.request(async ({ direct }) => {
      const values: StoredValue[] = [];
      for (let revision = 0; ; ) {
        const next = { seq: revision + 1, next_by_subj: subjectOf(bucket, key) };
        const message = await direct.getMessage(`KV_${bucket}`, next);
        if (!message) return values;
        revision = message.seq;
        values.push(keptValue(key, message));
      }
    });
  }

  /**
   * Calls `onValue` with the present values of the matching keys and with each new one, until the connection is lost.
   * @returns a function that stops the watch
   */
  async watch(bucket: KeyBucket, filter: string, onValue: (value: StoredValue) => void): Promise<() => void> {
    const entries = await this.#link.request((session) => managedBy(session).keys[bucket].watch({ key: filter }));
    const lost = this.#link.lost;
    const stop = () => {
      lost?.removeEventListener('abort', stop);
      entries.stop();
    };
    lost?.addEventListener('abort', stop, { once: true });
    void (async () => {
      for await (const entry of entries) onValue(storedValue(entry));
    })().catch(() => {}); // It fails only with its connection, after which the watch is started again.
    return stop;
  }

  /**
   * Calls `onRing` whenever somebody writes to a key, maybe before the value can be read, until the connection is lost. It
   * needs no consumer, whose answers could be addressed to anybody.
   * @throws NluError UNAVAILABLE without a connection
   */
  async ring(bucket: KeyBucket, key: string, onRing: () => void): Promise<void> {
    await this.#link.request(async ({ connection, lost }) => {
      const bell = connection.subscribe(subjectOf(bucket, key), { callback: onRing });
      lost.signal.addEventListener('abort', () => bell.unsubscribe(), { once: true });
    });
  }

  /**
   * Has each bucket kept by so many servers of the cluster, and waits until their copies are up to date.
   * @param withinMs the longest wait
   * @throws NluError FAILED_PRECONDITION for several copies on a server that is in no cluster, which would take the setting
   *   and keep one; UNAVAILABLE where the cluster has too few servers
   */
  async setReplicas(replicas: number, withinMs: number): Promise<BucketState[]> {
    if (replicas > 1 && !this.#link.isClustered) {
      throw new NluError('FAILED_PRECONDITION', `${this.place} is in no cluster: it keeps one copy, not ${replicas}`);
    }
    for (const stream of STREAMS) {
      await this.#link.request((session) => managedBy(session).streams.update(stream, { num_replicas: replicas }));
    }
    for (const end = performance.now() + withinMs; ; ) {
      const states = await Promise.all(STREAMS.map((stream) => this.#stateOf(stream)));
      if (states.every(({ whole }) => whole === replicas) || performance.now() > end) return states;
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  /** A server alone names no cluster: its copy is the only one. */
  async #stateOf(stream: string): Promise<BucketState> {
    const { config, cluster } = await this.#link.request((session) => managedBy(session).streams.info(stream));
    const followers = cluster?.replicas?.filter(({ current }) => current) ?? [];
    const leaders = cluster && !cluster.leader ? 0 : 1;
    return { bucket: stream.replace(/^\w+?_/u, ''), replicas: config.num_replicas, whole: leaders + followers.length };
  }
}
