import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import type { Part } from './envelope.js';

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * The bundle's digest: sha-256 over its canonical manifest without what does not change what it is: its own name
 * (`version`, `digest`) and how its parts are compressed (another zlib may spell the same contents differently).
 * The parts' contents count through their sha-256. The same data and seed give the same digest on any day and machine.
 */
export function manifestDigest(manifest: { readonly parts: readonly Part[] }): string {
  const { version: _version, digest: _digest, ...identity } = manifest as Record<string, unknown>;
  const parts = manifest.parts.map(({ name, size, sha256 }) => ({ name, size, sha256 }));
  return sha256(canonicalJson({ ...identity, parts }));
}
