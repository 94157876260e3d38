import type { JudgedQuery } from './task.js';

/** Figures of a system on a task, over the queries that a figure counts; NaN where none does. All in [0, 1]. */
export interface HitFigures {
  readonly queries: number;
  /** Share of the queries whose first row is right, and of those that have a right row in the first 10, 100. */
  readonly hit1: number;
  readonly hit10: number;
  readonly hit100: number;
  /** The same as hit1 and hit10 of the queries whose words are not a right row's name. */
  readonly inexact1: number;
  readonly inexact10: number;
  /** Mean share of the right rows that are in the first 40, of at most 40. */
  readonly recall40: number;
  /** Of the queries with a liked row, the share that has one in the first 10. */
  readonly liked10: number;
}

/** The deepest place that a figure looks at. */
export const DEPTH = 100;

/** @param found `[queries]`: of each query the rows, best first */
export function hitFigures(queries: readonly JudgedQuery[], found: readonly (readonly number[])[]): HitFigures {
  const mean = (of: (query: JudgedQuery, rows: readonly number[]) => number | undefined) => {
    const values = queries.flatMap((query, index) => of(query, found[index]!) ?? []);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const hit = (rows: readonly number[], right: ReadonlySet<number>, within: number) =>
    Number(rows.slice(0, within).some((row) => right.has(row)));
  return {
    queries: queries.length,
    hit1: mean(({ right }, rows) => hit(rows, right, 1)),
    hit10: mean(({ right }, rows) => hit(rows, right, 10)),
    hit100: mean(({ right }, rows) => hit(rows, right, 100)),
    inexact1: mean(({ right, exact }, rows) => (exact ? undefined : hit(rows, right, 1))),
    inexact10: mean(({ right, exact }, rows) => (exact ? undefined : hit(rows, right, 10))),
    recall40: mean(
      ({ right }, rows) => rows.slice(0, 40).filter((row) => right.has(row)).length / Math.min(right.size, 40),
    ),
    liked10: mean(({ liked }, rows) => (liked === undefined || liked.size === 0 ? undefined : hit(rows, liked, 10))),
  };
}
