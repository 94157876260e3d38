import type { KeyObject } from 'node:crypto';
import type { z } from 'zod';
import { NluError } from '../../serving/errors.js';
import { canonicalJson } from './canonical-json.js';
import { compressPart } from './compression.js';
import { manifestDigest, sha256 } from './digest.js';
import { type Envelope, MANIFEST_FORMAT, PROTO_PACKAGE } from './envelope.js';
import { joinFrame, splitFrame } from './frame.js';
import { CATALOGUE_LIMITS } from './limits.js';
import { type Manifest, manifestSchema } from './manifest.js';
import { SIGNATURE_BYTES, signBytes } from './signature.js';

/** What a bundle is made of. The rest of its manifest follows from this. */
export interface BundleContents<M extends Envelope = Manifest> {
  readonly manifest: Omit<M, Exclude<keyof Envelope, 'domain'>>;
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

export interface PackOptions {
  /** A version, or a function that makes one from the digest, such as `datedVersion`. */
  readonly version: string | ((digest: string) => string);
  /** An ed25519 private key; the bundle stays unsigned when absent. */
  readonly signWith?: KeyObject;
}

/** Makes versions `<yyyymmdd>-<first 8 digits of the digest>`, by the UTC date. */
export function datedVersion(date: Date): (digest: string) => string {
  const day = date.toISOString().slice(0, 10).replaceAll('-', '');
  return (digest) => `${day}-${digest.slice(0, 8)}`;
}

/**
 * The file of a domain's bundle. Equal contents and options give equal bytes.
 * @throws NluError INVALID_ARGUMENT naming the wrong field of the manifest
 */
export function packBundle(contents: BundleContents, options: PackOptions): Uint8Array {
  return packBundleOf(manifestSchema, contents, options);
}

/** The file of the same bundle with a signature by `signWith`. */
export function signBundle(bytes: Uint8Array, signWith: KeyObject): Uint8Array {
  // The widest limits, since any bundle is signed; whoever opens it holds it to its own.
  const { manifest, body } = splitFrame(bytes, CATALOGUE_LIMITS);
  return joinFrame({ manifest, signature: signBytes(manifest, signWith), body });
}

/**
 * The file of a bundle whose manifest has another schema.
 * @throws NluError INVALID_ARGUMENT naming the wrong field of the manifest
 */
export function packBundleOf<M extends Envelope>(
  schema: z.ZodType<M>,
  contents: BundleContents<M>,
  options: PackOptions,
): Uint8Array {
  const packed = [...contents.parts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => ({ name, bytes, stored: compressPart(bytes) }));
  const parts = packed.map(({ name, bytes, stored }) => ({
    name,
    size: bytes.length,
    sha256: sha256(bytes),
    storedSize: stored.length,
    storedSha256: sha256(stored),
  }));
  const unnamed = { ...contents.manifest, format: MANIFEST_FORMAT, proto: PROTO_PACKAGE, parts };
  const digest = manifestDigest(unnamed);
  const version = typeof options.version === 'string' ? options.version : options.version(digest);
  const parsed = schema.safeParse({ ...unnamed, version, digest });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new NluError('INVALID_ARGUMENT', `manifest.${issue.path.join('.')}: ${issue.message}`);
  }
  const manifest = Buffer.from(canonicalJson({ ...unnamed, version, digest }));
  const signature = options.signWith ? signBytes(manifest, options.signWith) : new Uint8Array(SIGNATURE_BYTES);
  return joinFrame({ manifest, signature, body: Buffer.concat(packed.map(({ stored }) => stored)) });
}
