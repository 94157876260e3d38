import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { experimental } from '@grpc/grpc-js';
import { messageOf, NluError } from '../errors.js';
import { type FileBytes, WatchedFiles } from './watched-files.js';

/** PEM files. An identity is a certificate, with its chain, and its private key. */
export interface CertificatePaths {
  readonly certificateFile?: string | undefined;
  readonly keyFile?: string | undefined;
  /** Certificates of the trusted authorities. */
  readonly caFile?: string | undefined;
}

/** Receives what becomes of changed files. */
export interface CertificateListener {
  reloaded(): void;
  /** The changed files cannot be used, and the old ones still are. Called once for each problem. */
  unusable(error: NluError): void;
}

interface Certificates {
  readonly identity: { certificate: Buffer; privateKey: Buffer } | undefined;
  readonly ca: { caCertificate: Buffer } | undefined;
}

type IdentityListener = experimental.IdentityCertificateUpdateListener;
type CaListener = experimental.CaCertificateUpdateListener;

/**
 * Provides servers and channels of grpc-js with certificates from files. New connections use what was read last. Unlike
 * grpc-js's own watcher it takes up only files that fit together: a certificate that is replaced before its key would
 * stop the server from taking connections.
 */
export class CertificateFiles implements experimental.CertificateProvider {
  readonly #files: WatchedFiles<Certificates>;
  readonly #identityListeners = new Set<IdentityListener>();
  readonly #caListeners = new Set<CaListener>();

  /** @throws NluError INVALID_ARGUMENT naming the file that cannot be read or used */
  constructor(paths: CertificatePaths, listener: CertificateListener) {
    this.#files = new WatchedFiles({
      read: () => namesOf(paths).map((file) => (file === undefined ? undefined : readPem(file))),
      parse: (files) => certificatesOf(paths, files),
      onChange: ({ identity, ca }) => {
        for (const notify of this.#identityListeners) notify(identity ?? null);
        for (const notify of this.#caListeners) notify(ca ?? null);
        listener.reloaded();
      },
      onUnusable: (error) => listener.unusable(error),
    });
  }

  addIdentityCertificateListener(listener: IdentityListener): void {
    this.#identityListeners.add(listener);
    this.#watch();
    // Not at once: grpc-js itself begins to listen only after this returns.
    process.nextTick(() => listener(this.#files.content.identity ?? null));
  }

  removeIdentityCertificateListener(listener: IdentityListener): void {
    this.#identityListeners.delete(listener);
    this.#unwatch();
  }

  addCaCertificateListener(listener: CaListener): void {
    this.#caListeners.add(listener);
    this.#watch();
    process.nextTick(() => listener(this.#files.content.ca ?? null));
  }

  removeCaCertificateListener(listener: CaListener): void {
    this.#caListeners.delete(listener);
    this.#unwatch();
  }

  /** Reads the files again, and tells all listeners if they changed. */
  check(): void {
    this.#files.check();
  }

  #watch(): void {
    if (this.#files.watching) return;
    // The files were not checked while nobody listened.
    this.#files.check();
    this.#files.start();
  }

  #unwatch(): void {
    if (this.#identityListeners.size + this.#caListeners.size === 0) this.#files.stop();
  }
}

function namesOf({ certificateFile, keyFile, caFile }: CertificatePaths): (string | undefined)[] {
  return [certificateFile, keyFile, caFile];
}

/** @param files certificate, key and authorities, in this order */
function certificatesOf(paths: CertificatePaths, files: FileBytes): Certificates {
  const [certificate, privateKey, caCertificate] = files;
  try {
    createSecureContext({ cert: certificate, key: privateKey, ca: caCertificate });
  } catch (cause) {
    const names = namesOf(paths).filter((file) => file !== undefined);
    const problem = `${names.join(', ')}: do not make a TLS identity: ${messageOf(cause)}`;
    throw new NluError('INVALID_ARGUMENT', problem, { cause });
  }
  return {
    identity: certificate && privateKey && { certificate, privateKey },
    ca: caCertificate && { caCertificate },
  };
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `${file}: cannot be read: ${messageOf(cause)}`, { cause });
  }
}
