import { connected } from '../../../bundles/sources/nats/nats-options.js';
import { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { warnOfReadable } from '../../option-file.js';

/** A command's credentials for NATS. */
export interface NatsAccess {
  readonly natsToken?: string | undefined;
  readonly natsTokenFile?: string | undefined;
  readonly natsCredentials?: string | undefined;
  /** PEM files: the authority of the servers, for TLS, and who the command is. */
  readonly natsCa?: string | undefined;
  readonly natsCertificate?: string | undefined;
  readonly natsKey?: string | undefined;
}

/** How a command reaches NATS. */
export interface NatsChoice extends NatsAccess {
  /** `host:port`, any of them. */
  readonly nats: readonly string[];
}

/**
 * Runs `work` with the stores, and closes them whatever happens.
 * @throws NluError UNAVAILABLE when they cannot be reached
 */
export async function withStores<Result>(
  choice: NatsChoice,
  work: (stores: NatsStores) => Promise<Result>,
): Promise<Result> {
  const stores = storesOf(choice, 'deployer');
  try {
    await connected(stores, '; `nlu-reranker start-nats` starts one with a stack');
    return await work(stores);
  } finally {
    await stores.close();
  }
}

/**
 * Stores that are not connected yet.
 * @param name of this client in the server's logs
 * @param mayOnlyRead whether a login is enough that may not make buckets, as that of a console
 */
export function storesOf(
  { nats, natsToken, natsTokenFile, natsCredentials, natsCa, natsCertificate, natsKey }: NatsChoice,
  name: string,
  mayOnlyRead = false,
): NatsStores {
  warnOfReadable([natsTokenFile, natsCredentials, natsKey]);
  return new NatsStores({
    servers: nats,
    token: natsToken,
    tokenFile: natsTokenFile,
    credentialsFile: natsCredentials,
    tls: natsCa === undefined ? undefined : { caFile: natsCa, certificateFile: natsCertificate, keyFile: natsKey },
    name,
    isService: mayOnlyRead,
  });
}
