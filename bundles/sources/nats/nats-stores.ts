import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { JetStreamApiError } from '@nats-io/jetstream';
import { connect, credsAuthenticator, headers, type NatsConnection, type TlsOptions } from '@nats-io/transport-node';
import { withoutUserInfo } from '../../../serving/checks/secret-text.js';
import { messageOf, NluError } from '../../../serving/errors.js';
import type { ClientTls } from '../../../serving/security/tls-config.js';
import type { KeyBucket, StoredValue } from '../stored-value.js';
import type { NatsListener, NatsOptions } from './nats-options.js';
import { keptValue, OPERATION, objectInfo, readChunks, storedValue, subjectOf } from './nats-reads.js';
import { managedBy, openSession, type Session } from './nats-session.js';

/** Longest request, in ms; a bundle's upload or download takes longest. */
const REQUEST_TIMEOUT_MS = 15_000;
/** Size of a bundle's chunks, in bytes: half of a message's limit by NATS's defaults. */
const CHUNK_BYTES = 512 * 1024;
/**
 * Delay between attempts to connect, in ms; before the first connection it doubles up to `LONGEST_CONNECT_DELAY_MS`.
 */
const RECONNECT_DELAY_MS = 100;
/** A server that refuses our certificate falls silent, and the client's default would wait 20 s for it. */
const CONNECT_TIMEOUT_MS = 5_000;
const LONGEST_CONNECT_DELAY_MS = 2_000;
/** JetStream's error code for a compare-and-set on an outdated revision. */
const WRONG_LAST_SEQUENCE = 10_071;

/** The streams behind the buckets. */
const STREAMS = ['OBJ_nlu-bundles', 'KV_nlu-deployments', 'KV_nlu-status'];
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

/**
 * Bundles, deployments and status on NATS JetStream. No other file knows the NATS client. It tries to connect until it
 * succeeds; requests while it is not connected fail at once with UNAVAILABLE.
 */
export class NatsStores {
  readonly place: string;
  readonly #options: NatsOptions;
  readonly #closing = new AbortController();
  #connection: NatsConnection | undefined;
  #session: Session | undefined;
  #working: Promise<void> | undefined;
  readonly #onUp = new Set<() => void>();

  constructor(options: NatsOptions) {
    this.#options = options;
    this.place = `NATS at ${withoutUserInfo(options.servers.join(', '))}`;
  }

  /** Connects in the background. Call it once. */
  start(listener: NatsListener): void {
    this.#working = this.#run(listener).catch((error) => listener.down?.(error));
  }

  /** Whether the stores can be used at this moment. */
  get isUp(): boolean {
    return this.#session !== undefined && !this.#session.lost.signal.aborted;
  }

  /** Calls `listener` whenever the stores become usable. @returns a function that ends this */
  onUp(listener: () => void): () => void {
    this.#onUp.add(listener);
    return () => void this.#onUp.delete(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connection?.close();
    await this.#working;
  }

  /**
   * Stores a bundle.
   * @param name `<domain>/<version>`
   * @throws NluError FAILED_PRECONDITION when there is a bundle of that name
   */
  async putBundle(name: string, bytes: Uint8Array): Promise<void> {
    await this.#request((session) =>
      managedBy(session).bundles.putBlob({ name, options: { max_chunk_size: CHUNK_BYTES } }, bytes, {
        previousRevision: 0,
        timeout: REQUEST_TIMEOUT_MS,
      }),
    );
  }

  /** The bundle of a name, if any. @throws NluError RESOURCE_EXHAUSTED for one of more than `maxBytes`, unread */
  getBundle(name: string, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    return this.#request(async ({ direct }) => {
      const info = await objectInfo(direct, name);
      if (!info || info.deleted) return undefined;
      if (info.size <= maxBytes) return readChunks(direct, info);
      throw new NluError('RESOURCE_EXHAUSTED', `bundle ${name} has ${info.size} bytes; at most ${maxBytes} are read`);
    }, signal);
  }

  /** The latest value of a key; undefined when it never had one. */
  getKey(bucket: KeyBucket, key: string): Promise<StoredValue | undefined> {
    return this.#request(async ({ direct }) => {
      const message = await direct.getMessage(`KV_${bucket}`, { last_by_subj: subjectOf(bucket, key) });
      return message ? keptValue(key, message) : undefined;
    });
  }

  /** Sets a key, and resolves to its new revision. */
  putKey(bucket: KeyBucket, key: string, text: string): Promise<number> {
    return this.#request(async ({ writes }) => (await writes.publish(subjectOf(bucket, key), text)).seq);
  }

  /**
   * Sets a key if its latest revision is `revision` (0 for a key without a value), and resolves to its new revision.
   * @throws NluError FAILED_PRECONDITION when the latest revision is another
   */
  swapKey(bucket: KeyBucket, key: string, text: string, revision: number): Promise<number> {
    const expect = { lastSubjectSequence: revision };
    return this.#request(async ({ writes }) => (await writes.publish(subjectOf(bucket, key), text, { expect })).seq);
  }

  async removeKey(bucket: KeyBucket, key: string): Promise<void> {
    const removal = headers();
    removal.set(OPERATION, 'DEL');
    await this.#request(({ writes }) => writes.publish(subjectOf(bucket, key), '', { headers: removal }));
  }

  /**
   * The latest value of every key that matches `filter`. The keys are read one by one: the client's own listing waits
   * for ever when a value is replaced meanwhile, as happens in nlu-status all the time.
   */
  values(bucket: KeyBucket, filter: string): Promise<StoredValue[]> {
    return this.#request(async (session) => {
      const { keys, streams } = managedBy(session);
      const prefix = `$KV.${bucket}.`;
      const { state } = await streams.info(`KV_${bucket}`, { subjects_filter: `${prefix}${filter}` });
      const names = Object.keys(state.subjects ?? {}).map((subject) => subject.slice(prefix.length));
      const entries = await Promise.all(names.sort().map((name) => keys[bucket].get(name)));
      return entries.filter((entry) => entry !== null).map(storedValue);
    });
  }

  /** All values of a key, present and past, oldest first. They are read one by one, so that a reader needs no consumer. */
  history(bucket: KeyBucket, key: string): Promise<StoredValue[]> {
    return this.#request(async ({ direct }) => {
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
    const entries = await this.#request((session) => managedBy(session).keys[bucket].watch({ key: filter }));
    const lost = this.#session?.lost.signal;
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
    await this.#request(async ({ connection, lost }) => {
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
    if (replicas > 1 && !this.#connection?.info?.cluster) {
      throw new NluError('FAILED_PRECONDITION', `${this.place} is in no cluster: it keeps one copy, not ${replicas}`);
    }
    for (const stream of STREAMS) {
      await this.#request((session) => managedBy(session).streams.update(stream, { num_replicas: replicas }));
    }
    for (const end = performance.now() + withinMs; ; ) {
      const states = await Promise.all(STREAMS.map((stream) => this.#stateOf(stream)));
      if (states.every(({ whole }) => whole === replicas) || performance.now() > end) return states;
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  /** A server alone names no cluster: its copy is the only one. */
  async #stateOf(stream: string): Promise<BucketState> {
    const { config, cluster } = await this.#request((session) => managedBy(session).streams.info(stream));
    const followers = cluster?.replicas?.filter(({ current }) => current) ?? [];
    const leaders = cluster && !cluster.leader ? 0 : 1;
    return { bucket: stream.replace(/^\w+?_/u, ''), replicas: config.num_replicas, whole: leaders + followers.length };
  }

  async #run(listener: NatsListener): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const connection = await this.#connect(listener);
      if (!connection) return;
      this.#connection = connection;
      let lost = new AbortController();
      void this.#open(connection, lost, listener);
      // The loop ends when the connection is closed, here or by a server that no longer accepts the credentials.
      for await (const { type } of connection.status()) {
        if (type === 'disconnect') {
          lost.abort();
          listener.down?.(new NluError('UNAVAILABLE', `${this.place}: the connection was lost`));
        }
        if (type === 'reconnect') {
          lost = new AbortController();
          void this.#open(connection, lost, listener);
        }
      }
      lost.abort();
    }
  }

  /** Connects. The client could wait for the first connection itself, but could not be told to stop. */
  async #connect(listener: NatsListener): Promise<NatsConnection | undefined> {
    const { servers, token, tokenFile, tls, credentialsFile, name, inboxPrefix } = this.#options;
    let delayMs = RECONNECT_DELAY_MS;
    while (!this.#closing.signal.aborted) {
      try {
        return await connect({
          servers: [...servers],
          name,
          maxReconnectAttempts: -1,
          reconnectTimeWait: RECONNECT_DELAY_MS,
          timeout: CONNECT_TIMEOUT_MS,
          ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
          ...natsToken(token, tokenFile),
          ...(tls === undefined ? {} : { tls: natsTls(tls) }),
          ...(credentialsFile === undefined
            ? {}
            : { authenticator: credsAuthenticator(readFileSync(credentialsFile)) }),
        });
      } catch (cause) {
        if (delayMs === RECONNECT_DELAY_MS) listener.down?.(unavailable(this.place, cause));
      }
      await setTimeout(delayMs, undefined, { signal: this.#closing.signal }).catch(() => {});
      delayMs = Math.min(2 * delayMs, LONGEST_CONNECT_DELAY_MS);
    }
    return undefined;
  }

  /** Opens the buckets and makes missing ones. Repeated, as a server that just started may not have recovered them. */
  async #open(connection: NatsConnection, lost: AbortController, listener: NatsListener): Promise<void> {
    while (!lost.signal.aborted) {
      try {
        const session = await openSession(connection, lost, this.#options.isService ?? false);
        if (lost.signal.aborted) return;
        this.#session = session;
        listener.up();
        for (const onUp of this.#onUp) onUp();
        return;
      } catch (cause) {
        if (!lost.signal.aborted) listener.down?.(unavailable(this.place, cause));
      }
      await setTimeout(RECONNECT_DELAY_MS, undefined, { signal: lost.signal }).catch(() => {});
    }
  }

  /** @throws NluError UNAVAILABLE without a connection or an answer; FAILED_PRECONDITION for an outdated revision */
  async #request<T>(send: (session: Session) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const session = this.#session;
    if (!session || session.lost.signal.aborted) throw new NluError('UNAVAILABLE', `${this.place}: not connected`);
    const ends = [session.lost.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS), ...(signal ? [signal] : [])];
    const end = AbortSignal.any(ends);
    let onEnd = () => {};
    const ended = new Promise<never>((_, reject) => {
      onEnd = () =>
        reject(new NluError('UNAVAILABLE', `${this.place}: the connection was lost or did not answer in time`));
      if (end.aborted) onEnd();
      end.addEventListener('abort', onEnd, { once: true });
    });
    try {
      return await Promise.race([send(session), ended]);
    } catch (error) {
      if (error instanceof NluError) throw error;
      if (error instanceof JetStreamApiError && error.code === WRONG_LAST_SEQUENCE) {
        throw new NluError('FAILED_PRECONDITION', 'it was changed by somebody else meanwhile', { cause: error });
      }
      throw unavailable(this.place, error);
    } finally {
      end.removeEventListener('abort', onEnd);
    }
  }
}

/** The token, or that of a file, which is read for every connection; none where it has none. */
function natsToken(token: string | undefined, file: string | undefined): { readonly token?: string } {
  const given = file === undefined ? token : readFileSync(file, 'utf8').trim();
  return given === undefined ? {} : { token: given };
}

function natsTls({ caFile, certificateFile, keyFile }: ClientTls): TlsOptions {
  return { caFile, ...(certificateFile && keyFile ? { certFile: certificateFile, keyFile } : {}) };
}

function unavailable(place: string, cause: unknown): NluError {
  return new NluError('UNAVAILABLE', `${place}: ${messageOf(cause)}`, { cause });
}
