import type { EntityQuery } from '../../../domains/core/resolution/entity-query.js';
import { NluError } from '../../../serving/errors.js';

/** A gain is 2^grade - 1: more would drown all others. */
const MOST_GRADE = 8;

/** A query, and what is known of the entities that it may mean. */
export interface JudgedQuery {
  readonly query: EntityQuery;
  /**
   * How good entities are, by row: 1 for one that was accepted, more for better ones, 0 for one that was rejected or
   * skipped. Where none is above 0, none of the catalogue's entities is meant.
   */
  readonly grades: ReadonlyMap<number, number>;
  /**
   * Probability in (0, 1] with which the policy of the time showed an entity, by row; 1 where it is absent. What was shown
   * by chance stands for all the times that it was not.
   */
  readonly propensities?: ReadonlyMap<number, number> | undefined;
  /** Rows that are taken for not being in the catalogue, so that queries for them teach the null entity. */
  readonly hidden?: ReadonlySet<number> | undefined;
  /** Queries of one group, such as those for one name, are never on both sides of a split. */
  readonly group: string;
  /** At least 0; 1 is a query that was asked once. */
  readonly weight: number;
}

/** @throws NluError INVALID_ARGUMENT naming the query's group and the number that is out of its range */
export function checkJudgedQuery({ grades, propensities, weight, group }: JudgedQuery): void {
  const refuse = (what: string) => {
    throw new NluError('INVALID_ARGUMENT', `judged query "${group}": ${what}`);
  };
  if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
    refuse(`weight ${weight}; it must be a number of at least 0`);
  for (const [row, grade] of grades) {
    if (!(grade >= 0 && grade <= MOST_GRADE)) refuse(`grade ${grade} of row ${row}; it must be in [0, ${MOST_GRADE}]`);
  }
  for (const [row, propensity] of propensities ?? []) {
    if (!(propensity > 0 && propensity <= 1)) refuse(`propensity ${propensity} of row ${row}; it must be in (0, 1]`);
  }
}
