import type { ClientTls } from '../../serving/security/tls-config.js';

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
  /** Whether it only reads deployments and bundles and reports: then its login need not be allowed to make buckets. */
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
