import { z } from 'zod';
import { envelope } from '../../bundles/format/envelope.js';
import { type Bundle, openBundleOf } from '../../bundles/format/open.js';
import { type PackOptions, packBundleOf } from '../../bundles/format/pack.js';
import { BundleRefused } from '../../bundles/format/refusal.js';
import type { Trust } from '../../bundles/format/trust.js';

/** The manifest of a bundle that carries one table for gateways. */
export const tableManifestSchema = z.strictObject({
  ...envelope,
  /** Where the table comes from: authored by hand, or what it was learned from. */
  origin: z.string().min(1).max(1024),
});
export type TableManifest = z.infer<typeof tableManifestSchema>;

/** One kind of table that gateways take in bundles. */
export interface TableKind<Table, Served = Table> {
  /** What it is deployed under, where another bundle has a domain's name. */
  readonly name: string;
  /** What its bundle's only part is called. */
  readonly part: string;
  readonly schema: z.ZodType<Table>;
  /** Makes of a table what requests ask, in steps that keep none of them waiting. */
  readonly serve: (table: Table) => Promise<Served>;
}

/** Packs a table into the file of a bundle. */
export function packTable<Table>(
  { name, part }: TableKind<Table, unknown>,
  table: Table,
  origin: string,
  options: PackOptions,
): Uint8Array {
  const parts = new Map([[part, Buffer.from(JSON.stringify(table))]]);
  return packBundleOf(tableManifestSchema, { manifest: { domain: name, origin }, parts }, options);
}

/**
 * Opens a bundle of a table, by the checks of every bundle, and reads the table.
 * @throws BundleRefused naming the check that fails
 */
export async function openTable<Table>(
  { name, part, schema }: TableKind<Table, unknown>,
  bytes: Uint8Array,
  trust: Trust,
): Promise<Bundle<TableManifest> & { readonly table: Table }> {
  const manifestSchema = tableManifestSchema.extend({ domain: z.literal(name) });
  const bundle = await openBundleOf(manifestSchema, bytes, trust);
  const found = bundle.parts.get(part);
  if (!found) throw new BundleRefused('graph', `the bundle has no part ${part}`);
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(found).toString('utf8'));
  } catch (cause) {
    throw new BundleRefused('graph', `${part} is not JSON`, { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ...bundle, table: parsed.data };
  const [issue] = parsed.error.issues;
  throw new BundleRefused('graph', `${part}, ${issue.path.join('.')}: ${issue.message}`);
}
