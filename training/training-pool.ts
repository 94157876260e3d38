import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import type { RerankerModel } from '../domains/core/reranker/model.js';
import type { FoldTask, HeldOut } from './fold-task.js';
import type { RerankTask, WholeTask } from './training-worker.js';

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
    fold: (task) => pool.run(task, { name: 'fold' }),
    whole: (task) => pool.run(task, { name: 'whole' }),
    rerank: (task) => pool.run(task, { name: 'rerank' }),
    close: () => pool.destroy(),
  };
}
