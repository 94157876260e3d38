import type { z } from 'zod';
import { canonicalJson } from './canonical-json.js';
import { expandPart } from './compression.js';
import { manifestDigest, sha256 } from './digest.js';
import { type Envelope, envelopeSchema, MANIFEST_FORMAT, type Part, PROTO_PACKAGE } from './envelope.js';
import { splitFrame } from './frame.js';
import { type BundleLimits, DEFAULT_LIMITS } from './limits.js';
import { type Manifest, manifestSchema } from './manifest.js';
import { asRefusal, BundleRefused } from './refusal.js';
import { checkSignature, type Trust } from './trust.js';

/** A decompressed bundle that passed the checks of size, signature, digest and manifest. */
export interface Bundle<M extends Envelope = Manifest> {
  readonly manifest: M;
  readonly parts: ReadonlyMap<string, Uint8Array>;
  readonly digest: string;
  /** The trusted public key that signed the bundle; absent when it is unsigned. */
  readonly signer?: string;
}

/**
 * Opens a domain's bundle.
 * @param bytes the bundle's file
 * @throws BundleRefused naming the first check that fails
 */
export function openBundle(bytes: Uint8Array, trust: Trust, limits = DEFAULT_LIMITS): Promise<Bundle> {
  return openBundleOf(manifestSchema, bytes, trust, limits);
}

/**
 * Opens a bundle whose manifest has another schema. Nothing is parsed before the signature is checked, and nothing is
 * decompressed before the stored bytes match the manifest and its sizes are within `limits`.
 * @throws BundleRefused naming the first check that fails
 */
export async function openBundleOf<M extends Envelope>(
  schema: z.ZodType<M>,
  bytes: Uint8Array,
  trust: Trust,
  limits: BundleLimits = DEFAULT_LIMITS,
): Promise<Bundle<M>> {
  const frame = splitFrame(bytes, limits);
  const signer = checkSignature(frame.manifest, frame.signature, trust);
  const unverified = parseCanonical(frame.manifest);
  const stored = checkDigest(unverified, frame.body, limits);
  const manifest = checkManifest(schema, unverified);
  const contents = await Promise.all(
    manifest.parts.map(async (part, index) => {
      const expanded = await expandPart(part.name, stored[index], part.size);
      if (sha256(expanded) !== part.sha256) {
        throw new BundleRefused('digest', `part ${part.name} expands to other contents than the manifest names`);
      }
      return [part.name, expanded] as const;
    }),
  );
  return { manifest, parts: new Map(contents), digest: manifest.digest, ...(signer === undefined ? {} : { signer }) };
}

function parseCanonical(bytes: Uint8Array): Record<string, unknown> {
  let unverified: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    unverified = JSON.parse(text);
    if (canonicalJson(unverified) !== text) throw new TypeError('the manifest is not canonical JSON');
  } catch (cause) {
    throw asRefusal('digest', cause);
  }
  if (typeof unverified !== 'object' || unverified === null || Array.isArray(unverified)) {
    throw new BundleRefused('digest', 'the manifest is not a JSON object');
  }
  return unverified as Record<string, unknown>;
}

/** The parts' stored bytes, in order, once they and the manifest have the hashes that the manifest names. */
function checkDigest(unverified: Record<string, unknown>, body: Uint8Array, limits: BundleLimits): Uint8Array[] {
  const shape = envelopeSchema.pick({ parts: true, digest: true }).safeParse(unverified);
  if (!shape.success) throw new BundleRefused('digest', describe(shape.error));
  const { parts, digest } = shape.data;
  if (parts.length > limits.parts) {
    throw new BundleRefused('size', `the manifest lists ${parts.length} parts; at most ${limits.parts} are read`);
  }
  const total = (key: 'size' | 'storedSize') => parts.reduce((sum, part) => sum + part[key], 0);
  if (total('size') > limits.expandedBytes) {
    throw new BundleRefused('size', `the parts expand to ${total('size')} bytes; at most ${limits.expandedBytes} are`);
  }
  if (total('storedSize') !== body.length) {
    throw new BundleRefused('size', `the parts need ${total('storedSize')} bytes and ${body.length} are there`);
  }
  const actual = manifestDigest({ ...unverified, parts });
  if (actual !== digest) {
    throw new BundleRefused('digest', `the manifest names digest ${digest} and its contents give ${actual}`);
  }
  let offset = 0;
  return parts.map((part: Part) => {
    const stored = body.subarray(offset, offset + part.storedSize);
    offset += part.storedSize;
    if (sha256(stored) === part.storedSha256) return stored;
    throw new BundleRefused('digest', `the stored bytes of part ${part.name} are not the ones the manifest names`);
  });
}

/** Format and contract are checked first: under another number, every other field may mean something else. */
function checkManifest<M>(schema: z.ZodType<M>, unverified: Record<string, unknown>): M {
  for (const [field, known] of [['format', MANIFEST_FORMAT] as const, ['proto', PROTO_PACKAGE] as const]) {
    if (unverified[field] === known) continue;
    const says = JSON.stringify(unverified[field]);
    throw new BundleRefused('manifest', `${field}: the bundle says ${says} and this build reads ${known}`);
  }
  const parsed = schema.safeParse(unverified);
  if (!parsed.success) throw new BundleRefused('manifest', describe(parsed.error));
  return parsed.data;
}

function describe(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'manifest'}: ${issue.message}`).join('; ');
}
