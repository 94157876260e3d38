import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Tinypool } from 'tinypool';
import type { RerankerModel } from '../../domains/core/reranker/model.js';
import { projectRoot } from '../../serving/project.js';
import { type SharedValue, share } from './shared-value.js';
import type { FoldList, FoldTask, RerankTask, WholeTask } from './training-tasks.js';

/** Worker threads that train, one per core: see training-tasks.ts. */
export interface TrainingPool {
  fold(task: FoldTask): Promise<FoldList[]>;
  whole(task: WholeTask): Promise<Map<string, Uint8Array>>;
  rerank(task: RerankTask): Promise<RerankerModel>;
  close(): Promise<void>;
}

/**
 * A task on its way to a thread: its large parts, which many tasks have in common, are in memory that threads share.
 */
export type SentTask<Task extends WholeTask> = Omit<Task, 'examples' | 'slotValues'> & {
  readonly examples: SharedValue;
  readonly slotValues: SharedValue;
};

export function startTrainingPool(threads = availableParallelism()): TrainingPool {
  const pool = new Tinypool({
    filename: pathToFileURL(join(projectRoot(), 'dist', 'training', 'run', 'training-worker.js')).href,
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

function send<Task extends WholeTask>(task: Task): SentTask<Task> {
  return { ...task, examples: share(task.examples), slotValues: share(task.slotValues) };
}
