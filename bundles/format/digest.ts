import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';

/** SHA-256 of bytes, or of a text in UTF-8, in lower-case hex. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What identifies a part: its contents, however they are compressed. */
interface PartIdentity {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/**
 * A bundle's digest: the SHA-256 of its canonical manifest without `version`, `digest` and the compressed sizes and
 * hashes of its parts (another zlib may compress the same contents differently). The contents count by their SHA-256,
 * so that the same data and seed give the same digest on any day and machine.
 */
export function manifestDigest(manifest: { readonly parts: readonly PartIdentity[] }): string {
  const { version: _version, digest: _digest, ...identity } = manifest as Record<string, unknown>;
  const parts = manifest.parts.map(({ name, size, sha256 }) => ({ name, size, sha256 }));
  return sha256(canonicalJson({ ...identity, parts }));
}
