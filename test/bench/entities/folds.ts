import { hashText } from '../../../domains/core/numeric/hash.js';
import type { EntityQuery } from '../../../domains/core/resolution/entity-query.js';
import type { JudgedQuery as RankingJudged } from '../../../training/entities/ranking/judged-query.js';
import type { JudgedQuery } from './task.js';

const FOLDS = 4;
/** Grades of what a person liked and of what an engine found. */
const [LIKED, RIGHT] = [2, 1];

/** Parts queries by their groups, so that no ranker is asked what it learned from. */
export function foldsOf(queries: readonly JudgedQuery[]): { folds: number; foldOf: (query: EntityQuery) => number } {
  const folds = new Map(queries.map(({ query, group, text }) => [query, hashText(group ?? text) % FOLDS]));
  return { folds: FOLDS, foldOf: (query) => folds.get(query) ?? 0 };
}

/** A query as a ranker learns from it. */
export function rankingJudged({ query, right, liked, group, text }: JudgedQuery): RankingJudged {
  return {
    query,
    grades: new Map([...right].map((row): [number, number] => [row, liked?.has(row) ? LIKED : RIGHT])),
    group: group ?? text,
    weight: 1,
  };
}
