import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import type { Interval } from '../../../training/metrics/bootstrap.js';
import { expectedCalibrationError } from '../../../training/metrics/calibration.js';
import { meanWithInterval } from '../../../training/metrics/retrieval/mean-interval.js';
import { foldedName } from './folded-name.js';
import type { Found, JudgedQuery, Task } from './task.js';

/** The deepest place that a figure looks at. */
export const DEPTH = 100;

/** What a figure makes of one query, in [0, 1]; undefined for one that it does not count. */
type QueryFigure = (query: JudgedQuery, rows: readonly number[]) => number | undefined;

const hit = (rows: readonly number[], right: ReadonlySet<number>, within: number) =>
  Number(rows.slice(0, within).some((row) => right.has(row)));

const MEANS = {
  // Whether the first row is right, and whether one of the first 10, 100 is.
  hit1: ({ right }, rows) => hit(rows, right, 1),
  hit10: ({ right }, rows) => hit(rows, right, 10),
  hit100: ({ right }, rows) => hit(rows, right, 100),
  // The same of the queries whose words are not a right row's name.
  inexact1: ({ right, exact }, rows) => (exact ? undefined : hit(rows, right, 1)),
  inexact10: ({ right, exact }, rows) => (exact ? undefined : hit(rows, right, 10)),
  // Share of the right rows that are in the first 40, of at most 40.
  recall40: ({ right }, rows) => rows.slice(0, 40).filter((row) => right.has(row)).length / Math.min(right.size, 40),
  // Of the queries with a liked row, whether one is in the first 10.
  liked10: ({ liked }, rows) => (liked === undefined || liked.size === 0 ? undefined : hit(rows, liked, 10)),
} satisfies Record<string, QueryFigure>;

export type HitFigure = keyof typeof MEANS | 'ece';

/**
 * A figure of a system on a task, in [0, 1]; NaN where it counts no query. Intervals are those of the mean over queries by
 * 2,000 resamples of one seed; ECE has none.
 * @param found by query
 */
export function hitFigure(figure: HitFigure, task: Task, found: readonly Found[]): Interval {
  if (figure !== 'ece')
    return meanWithInterval(
      task.queries.flatMap((query, index) => (MEANS[figure] as QueryFigure)(query, found[index]!.rows) ?? []),
    );
  const value = calibrationError(task, found);
  return { value, low: Number.NaN, high: Number.NaN };
}

/**
 * ECE of the first row's probability against being right. Rows of the same folded name are one answer, as they are in the
 * measure: their probabilities are summed. NaN for a system that says none.
 */
function calibrationError({ queries, entities }: Task, found: readonly Found[]): number {
  const names = new Map<number, string>();
  const confidences: number[] = [];
  const rights: number[] = [];
  for (const [index, { rows, probabilities }] of found.entries()) {
    if (probabilities === undefined) return Number.NaN;
    if (rows.length === 0) continue;
    const first = nameOf(entities, rows[0]!, names);
    let sum = 0;
    for (const [place, row] of rows.entries()) {
      if (nameOf(entities, row, names) === first) sum += probabilities[place]!;
    }
    confidences.push(Math.min(1, sum));
    rights.push(hit(rows, queries[index]!.right, 1));
  }
  return expectedCalibrationError({
    confidences: Float64Array.from(confidences),
    rights: Float64Array.from(rights),
    utterances: Int32Array.from(confidences.keys()),
  });
}

function nameOf(entities: readonly Entity[], row: number, known: Map<number, string>): string {
  const name = known.get(row) ?? foldedName(entities[row]!.title);
  known.set(row, name);
  return name;
}
