import { z } from 'zod';
import { sha256Hex } from '../../serving/checks/sha256.js';

/** The layout of manifests that this build writes and reads. */
export const MANIFEST_FORMAT = 1;
/** The gRPC package that the bundle's interpretations belong to. */
export const PROTO_PACKAGE = 'nlu.v1';

const byteCount = z.int().nonnegative();

/**
 * A domain's name, everywhere: its folder, its bundles, its key in NATS, a label in figures. As long as a DNS label.
 */
export const domainName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, a letter first, 63 at most');
/** A bundle's version, which is a valid file name on any system. */
export const bundleVersion = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'letters, digits, ., - and _, at most 64, beginning with a letter or digit',
  );

const part = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'lower-case letters, digits, ., - and _, at most 64'),
  /** Bytes of the contents, and their SHA-256. */
  size: byteCount,
  sha256: sha256Hex,
  /** The same of the compressed bytes in the file, which are checked before anything is decompressed. */
  storedSize: byteCount,
  storedSha256: sha256Hex,
});

/** The fields of every bundle's manifest, whatever it carries. */
export const envelope = {
  format: z.literal(MANIFEST_FORMAT),
  proto: z.literal(PROTO_PACKAGE),
  domain: domainName,
  version: bundleVersion,
  digest: sha256Hex,
  parts: z.array(part).refine((parts) => parts.every((p, i) => i === 0 || parts[i - 1].name < p.name), {
    error: 'parts must be sorted by name, each name once',
  }),
};

export const envelopeSchema = z.looseObject(envelope);
export type Envelope = z.infer<z.ZodObject<typeof envelope>>;
export type Part = z.infer<typeof part>;
