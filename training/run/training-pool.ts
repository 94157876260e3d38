import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import type { RerankerModel } from '../../domains/core/reranker/model.js';
import type { FoldTask, HeldOut } from './fold-task.js';
import type { RerankTask } from './rerank-task.js';
import { send } from './training-worker.js';
import type { WholeTask } from './whole-task.js';

/** Worker threads that train, one a core. */
export interface TrainingPool {
  fold(task: FoldTask): Promise<HeldOut[]>;
  whole(task: WholeTask): Promise<Map<string, Uint8Array>>;
  rerank(task: RerankTask): Promise<RerankerModel>;
  close(): Promise<void>;
}

export function startTrainingPool(threads = availableParallelism()): TrainingPool {
  const pool = new Tinypool({
    filename: new URL('./training-worker.js', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
  });
  return {
    fold: (task) => pool.run(send(task), { name: 'fold' }),
    whole: (task) => pool.run(send(task), { name: 'whole' }),
    rerank: (task) => pool.run(task, { name: 'rerank' }),
    close: () => pool.destroy(),
  };
}
