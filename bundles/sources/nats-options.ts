import type { ClientTls } from '../../serving/security/tls-config.js';

/** How NATS is reached. */
export interface NatsOptions {
  /** `host:port` or `tls://host:port`, any of which will do. */
  readonly servers: readonly string[];
  readonly token?: string | undefined;
  /** Read anew for every connection. */
  readonly tls?: ClientTls | undefined;
  /** A .creds file (JWT and nkey). */
  readonly credentialsFile?: string | undefined;
  /** What the server calls this client in its logs. */
  readonly name: string;
}

export interface NatsListener {
  /** The stores can be used: after connecting, and after every reconnect. What was watched must be watched anew. */
  up(): void;
  /** They cannot, and why: once a loss. Trying goes on. */
  down?(error: Error): void;
}
