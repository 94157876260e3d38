import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { experimental } from '@grpc/grpc-js';
import { NluError } from '../errors.js';

/** PEM files; an identity is a certificate (with its chain) and its private key. */
export interface CertificatePaths {
  readonly certificateFile?: string | undefined;
  readonly keyFile?: string | undefined;
  /** Of those that are trusted. */
  readonly caFile?: string | undefined;
}

/** Hears of what becomes of changed files. */
export interface CertificateListener {
  reloaded(): void;
  /** They cannot be used; the old ones still are. Told once for each change. */
  unusable(error: NluError): void;
}

/** How often the files are looked at, in ms. By their content: Kubernetes changes mounted secrets by moving a link. */
const lookEveryMs = 2_000;

interface Material {
  readonly identity: { certificate: Buffer; privateKey: Buffer } | undefined;
  readonly ca: { caCertificate: Buffer } | undefined;
  readonly fingerprint: string;
}

type IdentityListener = experimental.IdentityCertificateUpdateListener;
type CaListener = experimental.CaCertificateUpdateListener;

/**
 * Certificates from files, for servers and channels of grpc-js, which follow the files' changes: new connections use what
 * was read last. Unlike grpc-js's own watcher it takes nothing that does not fit together: a certificate that was
 * replaced before its key would stop the server from taking connections.
 */
export class CertificateFiles implements experimental.CertificateProvider {
  readonly #paths: CertificatePaths;
  readonly #listener: CertificateListener;
  readonly #identityListeners = new Set<IdentityListener>();
  readonly #caListeners = new Set<CaListener>();
  #material: Material;
  #complaint = '';
  #timer: NodeJS.Timeout | undefined;

  /** @throws NluError INVALID_ARGUMENT telling the file that cannot be read or used */
  constructor(paths: CertificatePaths, listener: CertificateListener) {
    this.#paths = paths;
    this.#listener = listener;
    this.#material = readMaterial(paths);
  }

  addIdentityCertificateListener(listener: IdentityListener): void {
    this.#identityListeners.add(listener);
    this.#watch();
    // Not at once: grpc-js itself begins to listen only after this returns.
    process.nextTick(() => listener(this.#material.identity ?? null));
  }

  removeIdentityCertificateListener(listener: IdentityListener): void {
    this.#identityListeners.delete(listener);
    this.#unwatch();
  }

  addCaCertificateListener(listener: CaListener): void {
    this.#caListeners.add(listener);
    this.#watch();
    process.nextTick(() => listener(this.#material.ca ?? null));
  }

  removeCaCertificateListener(listener: CaListener): void {
    this.#caListeners.delete(listener);
    this.#unwatch();
  }

  /** Reads the files anew and tells the listeners when they changed. */
  look(): void {
    try {
      const material = readMaterial(this.#paths);
      this.#complaint = '';
      if (material.fingerprint === this.#material.fingerprint) return;
      this.#material = material;
      for (const listener of this.#identityListeners) listener(material.identity ?? null);
      for (const listener of this.#caListeners) listener(material.ca ?? null);
      this.#listener.reloaded();
    } catch (error) {
      const { message } = error as NluError;
      if (message !== this.#complaint) this.#listener.unusable(error as NluError);
      this.#complaint = message;
    }
  }

  #watch(): void {
    if (this.#timer) return;
    // Nobody listened for a while, and nobody looked.
    this.look();
    this.#timer = setInterval(() => this.look(), lookEveryMs).unref();
  }

  #unwatch(): void {
    if (this.#identityListeners.size + this.#caListeners.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

function readMaterial({ certificateFile, keyFile, caFile }: CertificatePaths): Material {
  const files = [certificateFile, keyFile, caFile].map((file) => (file === undefined ? undefined : readPem(file)));
  const [certificate, privateKey, caCertificate] = files;
  try {
    createSecureContext({ cert: certificate, key: privateKey, ca: caCertificate });
  } catch (cause) {
    const names = [certificateFile, keyFile, caFile].filter((file) => file !== undefined).join(', ');
    throw new NluError('INVALID_ARGUMENT', `${names}: do not make a TLS identity: ${(cause as Error).message}`, {
      cause,
    });
  }
  const hash = createHash('sha256');
  for (const bytes of files) hash.update(String(bytes?.length)).update(bytes ?? '');
  return {
    identity: certificate && privateKey && { certificate, privateKey },
    ca: caCertificate && { caCertificate },
    fingerprint: hash.digest('hex'),
  };
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `${file}: cannot be read: ${(cause as Error).message}`, { cause });
  }
}
