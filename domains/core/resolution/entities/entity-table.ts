/**
 * The entities of one catalogue, by row: strategies and rankers know an entity by its row alone, a number from 0 to
 * `count` - 1. Rows are another catalogue's in the next version; ids are kept.
 */
export interface EntityTable {
  readonly count: number;
  /** The kinds of entity, each once; `kindOf` gives an index into it. */
  readonly kinds: readonly string[];
  kindOf(row: number): number;
  idOf(row: number): string;
  titleOf(row: number): string;
  /** Most important first. */
  creatorsOf(row: number): readonly string[];
  /** 0 where the source does not say. */
  yearOf(row: number): number;
  /** Share of the entities of its kind that are no more popular, in (0, 1]; 0 where the source does not say. */
  popularityOf(row: number): number;
  /** The row of an id; undefined for an id that the catalogue does not have (any more). */
  rowOf(id: string): number | undefined;
}
