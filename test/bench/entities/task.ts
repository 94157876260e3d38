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
  /** The request or dialogue that it is of: what of one is learned is not asked of the same. */
  readonly group?: string;
}

/** A collection of queries, and the catalogue to look in. */
export interface Task {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly entities: readonly Entity[];
  readonly queries: readonly JudgedQuery[];
  /** Whether its queries may teach what ships; others are measure only. */
  readonly teaches: boolean;
}

/** What a system found. */
export interface Found {
  /** Best first. */
  readonly rows: readonly number[];
  /** By row P(this entity is meant), in [0, 1]; absent where a system says none. */
  readonly probabilities?: readonly number[];
}

/** Looks for entities. */
export type Search = (query: EntityQuery, depth: number) => Found;

/** A system to measure: indexes a catalogue and searches it. */
export interface System {
  readonly name: string;
  /** Whether it learns from the task's own queries, so that it is of no use where these teach nothing. */
  readonly learns?: boolean;
  build(task: Task): Promise<Search>;
}
