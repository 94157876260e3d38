import type { CatalogueManifest } from '../../domains/core/resolution/bundle/catalogue-manifest.js';
import type { EntityTable } from '../../domains/core/resolution/entities/entity-table.js';
import { type NumberDifference, numberDifferences } from './bundle-difference.js';

/** Ids of entities: how many there are, and the first of them in the order of their catalogue. */
export interface SomeIds {
  readonly count: number;
  readonly first: readonly string[];
}

/** The differences between two catalogues. Sizes and figures are listed in full, equal ones too. */
export interface CatalogueDifference {
  readonly same: boolean;
  /** Ids that the second catalogue alone has. */
  readonly added: SomeIds;
  /** Ids that the first catalogue alone has: feedback that names them is lost. */
  readonly gone: SomeIds;
  /** Ids of both whose kind, title, creators or year differ. Popularity and aliases are not compared. */
  readonly changed: SomeIds;
  /** Entities in all and by kind, and the bytes of each part when decompressed. */
  readonly sizes: readonly NumberDifference[];
  readonly figures: readonly NumberDifference[];
}

/** One of the two catalogues. */
export interface ComparedCatalogue {
  readonly manifest: CatalogueManifest;
  readonly table: EntityTable;
}

/** Ids that are named of each sort. */
const NAMED = 10;

export function catalogueDifference(first: ComparedCatalogue, second: ComparedCatalogue): CatalogueDifference {
  const [ours, theirs] = [first.table, second.table];
  const differs = (row: number) => {
    const other = theirs.rowOf(ours.idOf(row));
    return other !== undefined && contentOf(ours, row) !== contentOf(theirs, other);
  };
  return {
    same: first.manifest.digest === second.manifest.digest,
    added: idsWhere(theirs, (row) => ours.rowOf(theirs.idOf(row)) === undefined),
    gone: idsWhere(ours, (row) => theirs.rowOf(ours.idOf(row)) === undefined),
    changed: idsWhere(ours, differs),
    sizes: numberDifferences(sizesOf(first.manifest), sizesOf(second.manifest)),
    figures: numberDifferences(first.manifest.figures, second.manifest.figures),
  };
}

function idsWhere(table: EntityTable, holds: (row: number) => boolean): SomeIds {
  const first: string[] = [];
  let count = 0;
  for (let row = 0; row < table.count; row++) {
    if (!holds(row)) continue;
    if (count++ < NAMED) first.push(table.idOf(row));
  }
  return { count, first };
}

function contentOf(table: EntityTable, row: number): string {
  return JSON.stringify([table.kinds[table.kindOf(row)], table.titleOf(row), table.creatorsOf(row), table.yearOf(row)]);
}

function sizesOf({ entities, kinds, parts }: CatalogueManifest): Record<string, number> {
  return Object.fromEntries([
    ['entities', entities],
    ...kinds.map(({ name, entities }) => [`entities: ${name}`, entities]),
    ...parts.map(({ name, size }) => [`bytes: ${name}`, size]),
  ]);
}
