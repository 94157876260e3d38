import type { KeyObject } from 'node:crypto';
import type { z } from 'zod';
import { NluError } from '../../serving/errors.js';
import { canonicalJson } from './canonical-json.js';
import { compressPart } from './compression.js';
import { manifestDigest, sha256 } from './digest.js';
import { type Envelope, MANIFEST_FORMAT, PROTO_PACKAGE } from './envelope.js';
import { joinFrame, splitFrame } from './frame.js';
import { DEFAULT_LIMITS } from './limits.js';
import { type Manifest, manifestSchema } from './manifest.js';
import { SIGNATURE_BYTES, signBytes } from './signature.js';

/** What a bundle is made of; everything else in its manifest follows from this. */
export interface BundleContents<M extends Envelope = Manifest> {
  readonly manifest: Omit<M, Exclude<keyof Envelope, 'domain'>>;
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

export interface PackOptions {
  /** A version, or how to name one by the digest: `datedVersion`. */
  readonly version: string | ((digest: string) => string);
  /** An ed25519 private key; unsigned without. */
  readonly signWith?: KeyObject;
}

/** `<yyyymmdd>-<first 8 of digest>`, by the UTC date. */
export function datedVersion(date: Date): (digest: string) => string {
  const day = date.toISOString().slice(0, 10).replaceAll('-', '');
  return (digest) => `${day}-${digest.slice(0, 8)}`;
}

/** A domain's bundle as the bytes of its file; equal contents and options give equal bytes. */
export function packBundle(contents: BundleContents, options: PackOptions): Uint8Array {
  return packBundleOf(manifestSchema, contents, options);
}

/** The same bundle, signed. */
export function signBundle(bytes: Uint8Array, signWith: KeyObject): Uint8Array {
  const { manifest, body } = splitFrame(bytes, DEFAULT_LIMITS);
  return joinFrame({ manifest, signature: signBytes(manifest, signWith), body });
}

/** A bundle with a manifest of another schema. Throws INVALID_ARGUMENT naming the manifest's field. */
export function packBundleOf<M extends Envelope>(
  schema: z.ZodType<M>,
  contents: BundleContents<M>,
  options: PackOptions,
): Uint8Array {
  const names = [...contents.parts.keys()].sort();
  const stored = names.map((name) => compressPart(contents.parts.get(name)!));
  const parts = names.map((name, index) => ({
    name,
    size: contents.parts.get(name)!.length,
    sha256: sha256(contents.parts.get(name)!),
    storedSize: stored[index]!.length,
    storedSha256: sha256(stored[index]!),
  }));
  const unnamed = { ...contents.manifest, format: MANIFEST_FORMAT, proto: PROTO_PACKAGE, parts };
  const digest = manifestDigest(unnamed);
  const version = typeof options.version === 'string' ? options.version : options.version(digest);
  const parsed = schema.safeParse({ ...unnamed, version, digest });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new NluError('INVALID_ARGUMENT', `manifest.${issue!.path.join('.')}: ${issue!.message}`);
  }
  const manifest = Buffer.from(canonicalJson({ ...unnamed, version, digest }));
  const signature = options.signWith ? signBytes(manifest, options.signWith) : new Uint8Array(SIGNATURE_BYTES);
  return joinFrame({ manifest, signature, body: Buffer.concat(stored) });
}
