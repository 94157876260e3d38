import { readFileSync } from 'node:fs';
import { type ChannelCredentials, credentials, Metadata } from '@grpc/grpc-js';
import { GatewayError } from './gateway-error.js';

/** TLS to the gateways; contents of PEM files, not their paths. */
export interface ClientTls {
  /** Certificates of the authorities whose gateways are trusted; absent: those that Node trusts. */
  readonly ca?: string | Buffer;
  /** Certificate to show the gateways, with its chain; goes with `key`. */
  readonly cert?: string | Buffer;
  /** Private key of `cert`. */
  readonly key?: string | Buffer;
  /** Name in the gateways' certificates, where it is not the name that is dialled. */
  readonly serverName?: string;
}

/** Credentials of channels to the gateways; plain text without `tls`. */
export function channelCredentials(tls: ClientTls | undefined): ChannelCredentials {
  if (!tls) return credentials.createInsecure();
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    throw new GatewayError('INVALID_ARGUMENT', 'tls: cert and key go together');
  }
  const [ca, key, cert] = [tls.ca, tls.key, tls.cert].map((pem) => (pem === undefined ? null : Buffer.from(pem)));
  return credentials.createSsl(ca, key, cert);
}

/** How long a token that was read from a file is used before the file is read again, in ms. */
const TOKEN_AGE_MS = 30_000;

/** Gives the metadata of every call: the bearer token, or nothing. A file is read again from time to time. */
export class CallMetadata {
  readonly #tokenFile: string | undefined;
  #metadata = new Metadata();
  #readAgainMs = Number.POSITIVE_INFINITY;

  /** @throws GatewayError INVALID_ARGUMENT for a file that cannot be read, and for what is no token */
  constructor({ token, tokenFile }: { readonly token?: string | undefined; readonly tokenFile?: string | undefined }) {
    if (token !== undefined && tokenFile !== undefined) {
      throw new GatewayError('INVALID_ARGUMENT', 'token, tokenFile: give one of them');
    }
    this.#tokenFile = tokenFile;
    if (token !== undefined) this.#metadata = bearer(token, 'token');
    if (tokenFile !== undefined) this.#read(tokenFile);
  }

  get(): Metadata {
    if (this.#tokenFile !== undefined && performance.now() > this.#readAgainMs) {
      try {
        this.#read(this.#tokenFile);
      } catch {
        // The token that is known may still be good; the gateway says when it is not.
        this.#readAgainMs = performance.now() + TOKEN_AGE_MS;
      }
    }
    return this.#metadata;
  }

  #read(file: string): void {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (cause) {
      throw new GatewayError('INVALID_ARGUMENT', `tokenFile: cannot be read: ${(cause as Error).message}`, { cause });
    }
    this.#metadata = bearer(text.trim(), 'tokenFile');
    this.#readAgainMs = performance.now() + TOKEN_AGE_MS;
  }
}

function bearer(token: string, option: string): Metadata {
  if (!/^[\x21-\x7e]{1,4096}$/u.test(token)) {
    throw new GatewayError('INVALID_ARGUMENT', `${option}: holds no token; 1 to 4096 visible ASCII characters`);
  }
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  return metadata;
}
