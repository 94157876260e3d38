import { NluError } from '../../../serving/errors.js';
import type { ClientTls } from '../../../serving/security/tls-config.js';

/** Longest wait for stores that can be used, in ms: a cluster that has just started takes up to 9 s to elect who leads it. */
const CONNECT_TIMEOUT_MS = 10_000;

/** How to reach NATS. */
export interface NatsOptions {
  /** Servers of one cluster, each `host:port` or `tls://host:port`. */
  readonly servers: readonly string[];
  readonly token?: string | undefined;
  /** A file that holds the token instead, read for every connection. */
  readonly tokenFile?: string | undefined;
  /** TLS files, read again for every connection. */
  readonly tls?: ClientTls | undefined;
  /** A .creds file, which holds a JWT and an nkey. */
  readonly credentialsFile?: string | undefined;
  /** Where answers are sent; a login may be kept to its own prefix. Absent: `_INBOX`, where all others' are. */
  readonly inboxPrefix?: string | undefined;
  /** Whether it only reads, or reads and reports its status: then its login need not be allowed to make buckets. */
  readonly isService?: boolean;
  /** Name of this client in the server's logs. */
  readonly name: string;
}

/** Receives the state of the connection. */
export interface NatsListener {
  /** The stores can be used, after the first connection and after every reconnection. Watches must be started again. */
  up(): void;
  /** The stores cannot be used, and why. Called once per loss; the client goes on trying to connect. */
  down?(error: Error): void;
}

/** What connects in the background. */
export interface Connecting {
  readonly place: string;
  start(listener: NatsListener): void;
}

/**
 * Starts stores, and resolves when they can be used for the first time.
 * @param hint the end of the message
 * @throws NluError UNAVAILABLE, saying why, when that takes too long; they go on trying to connect
 */
export function connected(stores: Connecting, hint = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    let reason = `${stores.place}: no answer`;
    const timer = setTimeout(() => reject(new NluError('UNAVAILABLE', `${reason}${hint}`)), CONNECT_TIMEOUT_MS);
    stores.start({
      up: () => {
        clearTimeout(timer);
        resolve();
      },
      down: ({ message }) => {
        reason = message;
      },
    });
  });
}
