import type { Form, RerankerModel } from '../../domains/core/reranker/model.js';
import type { RankingTable } from '../reranker/ranking-table.js';
import { type RerankerSettings, trainOnTable } from '../reranker/reranker-trainer.js';

/** A re-ranker of one form on out-of-fold lists, less those of weight 0. */
export interface RerankTask {
  readonly table: RankingTable;
  readonly form: Form;
  readonly settings: RerankerSettings;
}

export function runRerank({ table, form, settings }: RerankTask): RerankerModel {
  return trainOnTable(table, form, settings);
}
