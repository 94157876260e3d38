import type { BundleLimits } from './limits.js';
import { BundleRefused } from './refusal.js';
import { SIGNATURE_BYTES } from './signature.js';

/** 'NLUBNDL' and the number of this file layout. */
const MAGIC = Uint8Array.from([...'NLUBNDL'].map((letter) => letter.charCodeAt(0)).concat(1));
const HEADER_BYTES = MAGIC.length + 4 + 4;

/** The regions of a bundle file, unverified. */
export interface Frame {
  readonly manifest: Uint8Array;
  readonly signature: Uint8Array;
  /** The parts' stored bytes, one after the other in the manifest's order. */
  readonly body: Uint8Array;
}

/**
 * Joins the regions of a bundle file:
 * magic (8) | manifest length (4, big-endian) | body length (4, big-endian) | manifest | signature (64) | body.
 * Both lengths stand in front, so that a truncated or padded file is found out before anything is parsed.
 */
export function joinFrame({ manifest, signature, body }: Frame): Uint8Array {
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  for (const [index, byte] of MAGIC.entries()) header.setUint8(index, byte);
  header.setUint32(MAGIC.length, manifest.length);
  header.setUint32(MAGIC.length + 4, body.length);
  return Buffer.concat([new Uint8Array(header.buffer), manifest, signature, body]);
}

/**
 * Splits a bundle file into its regions, which are views into `bytes`.
 * @throws BundleRefused 'size' for bytes of another layout or over the limits
 */
export function splitFrame(bytes: Uint8Array, limits: BundleLimits): Frame {
  if (bytes.length > limits.fileBytes) {
    throw new BundleRefused('size', `the file has ${bytes.length} bytes; at most ${limits.fileBytes} are read`);
  }
  if (bytes.length < HEADER_BYTES + SIGNATURE_BYTES) {
    throw new BundleRefused('size', `the file has ${bytes.length} bytes, too few for a bundle`);
  }
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) {
    throw new BundleRefused('size', `not a bundle of layout ${MAGIC.at(-1)}: the first ${MAGIC.length} bytes differ`);
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const manifestBytes = header.getUint32(MAGIC.length);
  const bodyBytes = header.getUint32(MAGIC.length + 4);
  if (manifestBytes > limits.manifestBytes) {
    throw new BundleRefused(
      'size',
      `the manifest has ${manifestBytes} bytes; at most ${limits.manifestBytes} are read`,
    );
  }
  const expected = HEADER_BYTES + manifestBytes + SIGNATURE_BYTES + bodyBytes;
  if (bytes.length !== expected) {
    const how = bytes.length < expected ? 'truncated' : 'padded';
    throw new BundleRefused('size', `the file is ${how}: ${bytes.length} bytes where its header says ${expected}`);
  }
  const signatureAt = HEADER_BYTES + manifestBytes;
  const bodyAt = signatureAt + SIGNATURE_BYTES;
  return {
    manifest: bytes.subarray(HEADER_BYTES, signatureAt),
    signature: bytes.subarray(signatureAt, bodyAt),
    body: bytes.subarray(bodyAt),
  };
}
