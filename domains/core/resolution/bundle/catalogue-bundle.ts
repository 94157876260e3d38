import { catalogueName } from '../../../../bundles/format/catalogue-name.js';
import { CATALOGUE_LIMITS } from '../../../../bundles/format/limits.js';
import { type Bundle, openBundleOf } from '../../../../bundles/format/open.js';
import { type PackOptions, packBundleOf } from '../../../../bundles/format/pack.js';
import type { Trust } from '../../../../bundles/format/trust.js';
import { type EntityColumns, encodeEntities } from '../entities/entity-columns.js';
import { decodePolicy, hasPolicy } from '../policy/policy-parts.js';
import { CATALOGUE_GOLDEN, goldenQueries } from './catalogue-golden.js';
import { type CatalogueManifest, catalogueManifestSchema } from './catalogue-manifest.js';
import { type Catalogue, type CatalogueShape, catalogueOf, EVERY, readCatalogue } from './catalogue-tables.js';

/** What a catalogue's bundle is made of. */
export interface CatalogueContents extends Pick<CatalogueManifest, 'slots' | 'strategies' | 'sources' | 'figures'> {
  /** The domain whose catalogue it is. */
  readonly domain: string;
  readonly columns: EntityColumns;
  /** The parts of the strategies, the ranker and the policy. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

/**
 * The file of a catalogue's bundle.
 * @throws NluError INVALID_ARGUMENT naming the wrong field of the manifest, FAILED_PRECONDITION naming a policy's wrong part
 */
export function packCatalogue(contents: CatalogueContents, options: PackOptions): Uint8Array {
  const { domain, columns, slots, strategies, sources, figures } = contents;
  const counts = new Uint32Array(columns.kinds.length);
  for (const kind of columns.kind) counts[kind]++;
  const manifest = {
    domain: catalogueName(domain),
    kinds: columns.kinds.map((name, kind) => ({ name, entities: counts[kind] })),
    entities: columns.kind.length,
    slots,
    strategies,
    policy: hasPolicy(contents.parts) ? decodePolicy(contents.parts).version : EVERY.version,
    sources,
    figures,
  };
  const parts = new Map([...encodeEntities(columns), ...contents.parts]);
  return packBundleOf(catalogueManifestSchema, { manifest, parts }, options);
}

/**
 * The contents with golden queries, which say what the catalogue finds now: whoever serves it has to find the same.
 * @throws BundleRefused 'graph' for parts that do not fit each other
 */
export function withGolden(contents: CatalogueContents): CatalogueContents {
  const { columns, slots, strategies } = contents;
  const parts = new Map([...encodeEntities(columns), ...contents.parts]);
  const { table, resolver } = makeCatalogue({
    manifest: { entities: columns.kind.length, slots, strategies },
    parts,
  });
  const golden = Buffer.from(JSON.stringify(goldenQueries(table, resolver)));
  return { ...contents, parts: new Map([...contents.parts, [CATALOGUE_GOLDEN, golden]]) };
}

/** What of a bundle a catalogue is made of. */
interface OpenParts {
  readonly manifest: CatalogueShape;
  readonly parts: ReadonlyMap<string, Uint8Array>;
}

/**
 * Opens a catalogue's bundle, by the checks of every bundle, and makes it ready to be asked.
 * @throws BundleRefused naming the check that fails
 */
export async function openCatalogue(
  bytes: Uint8Array,
  trust: Trust,
): Promise<{ readonly bundle: Bundle<CatalogueManifest>; readonly catalogue: Catalogue }> {
  const bundle = await openBundleOf(catalogueManifestSchema, bytes, trust, CATALOGUE_LIMITS);
  return { bundle, catalogue: makeCatalogue(bundle) };
}

/**
 * Makes a catalogue of an open bundle.
 * @throws BundleRefused 'graph' for parts that do not fit the manifest or each other
 */
export function makeCatalogue({ manifest, parts }: OpenParts): Catalogue {
  return catalogueOf(manifest, readCatalogue(manifest, parts));
}
