import { z } from 'zod';
import { envelope } from '../../bundles/format/envelope.js';
import { type Bundle, openBundleOf } from '../../bundles/format/open.js';
import { type PackOptions, packBundleOf } from '../../bundles/format/pack.js';
import { BundleRefused } from '../../bundles/format/refusal.js';
import type { Trust } from '../../bundles/format/trust.js';
import { type PriorTable, priorTableSchema } from '../answer/priors/prior-table.js';
import { PRIORS } from './prior-versions.js';

const TABLE_PART = 'priors.json';

/** The manifest of a bundle that carries a table of context priors. */
export const priorsManifestSchema = z.strictObject({
  ...envelope,
  domain: z.literal(PRIORS),
  /** Where the table comes from: authored by hand, or the log that it was learned from. */
  origin: z.string().min(1).max(1024),
});

export type PriorsManifest = z.infer<typeof priorsManifestSchema>;

/** Packs a table into the file of a bundle. */
export function packPriors(table: PriorTable, origin: string, options: PackOptions): Uint8Array {
  const parts = new Map([[TABLE_PART, Buffer.from(JSON.stringify(table))]]);
  return packBundleOf(priorsManifestSchema, { manifest: { domain: PRIORS, origin }, parts }, options);
}

/**
 * Opens a bundle of priors, by the checks of every bundle, and reads its table.
 * @throws BundleRefused naming the check that fails
 */
export async function openPriors(
  bytes: Uint8Array,
  trust: Trust,
): Promise<Bundle<PriorsManifest> & { readonly table: PriorTable }> {
  const bundle = await openBundleOf(priorsManifestSchema, bytes, trust);
  const part = bundle.parts.get(TABLE_PART);
  if (!part) throw new BundleRefused('graph', `the bundle has no part ${TABLE_PART}`);
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(part).toString('utf8'));
  } catch (cause) {
    throw new BundleRefused('graph', `${TABLE_PART} is not JSON`, { cause });
  }
  const parsed = priorTableSchema.safeParse(json);
  if (parsed.success) return { ...bundle, table: parsed.data };
  const [issue] = parsed.error.issues;
  throw new BundleRefused('graph', `${TABLE_PART}, ${issue.path.join('.')}: ${issue.message}`);
}
