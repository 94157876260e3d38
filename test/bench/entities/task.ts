import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import type { EntityQuery } from '../../../domains/core/resolution/entity-query.js';

/** A query whose answer is known. */
export interface JudgedQuery {
  readonly query: EntityQuery;
  /** What was typed or heard, for a reader. */
  readonly text: string;
  /** Rows of the catalogue that are right. */
  readonly right: ReadonlySet<number>;
  /** Rows that a person liked, where the collection says. */
  readonly liked?: ReadonlySet<number>;
  /** Whether the words are a right row's name, as names fold. */
  readonly exact: boolean;
}

/** A collection of queries, and the catalogue to look in. */
export interface Task {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly entities: readonly Entity[];
  readonly queries: readonly JudgedQuery[];
}

/** Looks for entities: the best rows, best first. */
export type Search = (query: EntityQuery, depth: number) => readonly number[];

/** A system to measure: indexes a catalogue and searches it. */
export interface System {
  readonly name: string;
  build(entities: readonly Entity[]): Promise<Search>;
}
