import type { KeyObject } from 'node:crypto';
import { writeActiveBundle } from '../../../bundles/sources/bundle-directory.js';
import { packCatalogue, withGolden } from '../../../domains/core/resolution/bundle/catalogue-bundle.js';
import { columnTable } from '../../../domains/core/resolution/entities/column-table.js';
import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import { cataloguePlan } from '../../../training/entities/catalogue-plan.js';
import { STRATEGY_BUILDERS } from '../../../training/entities/strategy-builders.js';
import { buildEntityColumns } from '../../../training/entities/table-builder.js';

/** Songs and artists whose ids begin with the version, so that an answer tells which catalogue it came from. */
export function smallRows(version: string): Entity[] {
  const row = (id: string, given: Partial<Entity> & { readonly title: string }): Entity => {
    return { kind: 'song', aliases: [], creators: [], partOf: [], ...given, id: `${version}-${id}` };
  };
  return [
    row('richie', { title: 'Hello', creators: ['Lionel Richie'], popularity: 9, year: 1984 }),
    row('adele', { title: 'Hello', creators: ['Adele'], popularity: 1, year: 2015 }),
    row('dune', { title: 'Dune', creators: ['Hans Zimmer'], year: 2021 }),
    row('artist', { title: 'Adele', kind: 'artist' }),
  ];
}

/** How a small catalogue differs from the usual one. */
export interface SmallCatalogueOptions {
  readonly domain?: string;
  readonly signWith?: KeyObject;
  readonly rows?: readonly Entity[];
  /** Parts in place of those that are built, such as other golden queries. */
  readonly parts?: Readonly<Record<string, Uint8Array>>;
}

/** The file of a catalogue of four entities, as `nlu-reranker catalogue` makes it. */
export async function smallCatalogue(version: string, options: SmallCatalogueOptions = {}): Promise<Uint8Array> {
  const { domain = 'music', rows = smallRows(version), parts: given = {}, ...pack } = options;
  const columns = await buildEntityColumns(rows);
  const table = columnTable(columns);
  const parts = new Map<string, Uint8Array>();
  for (const { build } of STRATEGY_BUILDERS) {
    for (const [name, part] of await build({ entities: () => rows, table, parts })) parts.set(name, part);
  }
  const { slots } = cataloguePlan({ artist: ['song.creators', 'artist.title'], track: ['song.title'] });
  const contents = withGolden({
    domain,
    columns,
    slots: Object.fromEntries(Object.entries(slots).map(([slot, targets]) => [slot, [...targets]])),
    strategies: STRATEGY_BUILDERS.flatMap(({ names }) => names),
    sources: [],
    figures: {},
    parts,
  });
  const all = new Map([...contents.parts, ...Object.entries(given)]);
  return packCatalogue({ ...contents, parts: all }, { version, ...pack });
}

/** Puts a small catalogue into a folder and names it active. */
export async function deployCatalogueTo(
  directory: string,
  version: string,
  options: SmallCatalogueOptions = {},
): Promise<void> {
  await writeActiveBundle(directory, { version }, await smallCatalogue(version, options));
}
