import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { JetStreamApiError } from '@nats-io/jetstream';
import { connect, credsAuthenticator, type NatsConnection, type TlsOptions } from '@nats-io/transport-node';
import { withoutUserInfo } from '../../../serving/checks/secret-text.js';
import { messageOf, NluError } from '../../../serving/errors.js';
import type { ClientTls } from '../../../serving/security/tls-config.js';
import type { NatsListener, NatsOptions } from './nats-options.js';
import { openSession, type Session } from './nats-session.js';

/** Longest request, in ms; a bundle's upload or download takes longest. */
export const REQUEST_TIMEOUT_MS = 15_000;
/**
 * Delay between attempts to connect, in ms; before the first connection it doubles up to `LONGEST_CONNECT_DELAY_MS`.
 */
const RECONNECT_DELAY_MS = 100;
/** A server that refuses our certificate falls silent, and the client's default would wait 20 s for it. */
const CONNECT_TIMEOUT_MS = 5_000;
const LONGEST_CONNECT_DELAY_MS = 2_000;
/** JetStream's error code for a compare-and-set on an outdated revision. */
const WRONG_LAST_SEQUENCE = 10_071;

/**
 * The connection to NATS, from one session to the next. It tries to connect until it succeeds; requests while it is not
 * connected fail at once with UNAVAILABLE.
 */
export class NatsLink {
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

  /** Whether requests can be made at this moment. */
  get isUp(): boolean {
    return this.#session !== undefined && !this.#session.lost.signal.aborted;
  }

  /** Ends when the present connection is lost; undefined before the first. */
  get lost(): AbortSignal | undefined {
    return this.#session?.lost.signal;
  }

  /** Whether the server that is connected is one of a cluster. */
  get isClustered(): boolean {
    return Boolean(this.#connection?.info?.cluster);
  }

  /** Calls `listener` whenever requests become possible. @returns a function that ends this */
  onUp(listener: () => void): () => void {
    this.#onUp.add(listener);
    return () => void this.#onUp.delete(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connection?.close();
    await this.#working;
  }

  /** Makes a request of the present session. @throws NluError UNAVAILABLE without a connection or an answer; FAILED_PRECONDITION for an outdated revision */
  async request<T>(send: (session: Session) => Promise<T>, signal?: AbortSignal): Promise<T> {
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
