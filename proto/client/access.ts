import { readFileSync } from 'node:fs';
import { type ChannelCredentials, credentials, Metadata } from '@grpc/grpc-js';
import { GatewayError } from './gateway-error.js';
import { readCertificates, readPrivateKey } from './pem.js';

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

/**
 * Credentials of channels to the gateways; plain text without `tls`.
 * @throws GatewayError INVALID_ARGUMENT naming what cannot be used
 */
export function channelCredentials(tls: ClientTls | undefined): ChannelCredentials {
  if (tls === undefined) return credentials.createInsecure();
  if (typeof tls !== 'object' || tls === null) {
    throw new GatewayError('INVALID_ARGUMENT', 'tls: is not an object; {} trusts whom Node trusts');
  }
  checkTls(tls);
  const [ca, key, cert] = [tls.ca, tls.key, tls.cert].map((pem) => (pem === undefined ? null : Buffer.from(pem)));
  try {
    return credentials.createSsl(ca, key, cert);
  } catch (cause) {
    // OpenSSL has rules of its own, such as the least size of a key.
    throw new GatewayError('INVALID_ARGUMENT', `tls: ${(cause as Error).message}`, { cause });
  }
}

/** OpenSSL takes an authority that it cannot read for none, and names no option when it cannot read another file. */
function checkTls({ ca, cert, key, serverName }: ClientTls): void {
  if (ca !== undefined) readCertificates('tls.ca', ca);
  if (serverName !== undefined && (typeof serverName !== 'string' || serverName === '')) {
    throw new GatewayError('INVALID_ARGUMENT', 'tls.serverName: is no name');
  }
  if (cert === undefined && key === undefined) return;
  if (cert === undefined || key === undefined) {
    throw new GatewayError('INVALID_ARGUMENT', 'tls: cert and key go together');
  }
  const [own] = readCertificates('tls.cert', cert);
  if (own.checkPrivateKey(readPrivateKey('tls.key', key))) return;
  throw new GatewayError('INVALID_ARGUMENT', 'tls.key: is not the key of the first certificate in cert');
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
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,4096}$/u.test(token)) {
    throw new GatewayError('INVALID_ARGUMENT', `${option}: holds no token; 1 to 4096 visible ASCII characters`);
  }
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  return metadata;
}
