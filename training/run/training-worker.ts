import type { RerankerModel } from '../../domains/core/reranker/model.js';
import type { DomainExample } from '../examples/domain-corpus.js';
import type { Material } from '../recognizer/domain-models.js';
import { type FoldTask, type HeldOut, runFold } from './fold-task.js';
import { type RerankTask, runRerank } from './rerank-task.js';
import { receive, type SharedValue, share } from './shared-value.js';
import { runWhole, type WholeTask } from './whole-task.js';

/** A task whose large parts, which many tasks have in common, travel apart. */
type Sent<Task extends WholeTask> = Omit<Task, 'examples' | 'slotValues'> & {
  readonly examples: SharedValue;
  readonly slotValues: SharedValue;
};

export function send<Task extends WholeTask>(task: Task): Sent<Task> {
  return { ...task, examples: share(task.examples), slotValues: share(task.slotValues) };
}

function unpack<Task extends WholeTask>({ examples, slotValues, ...rest }: Sent<Task>): Task {
  return {
    ...rest,
    examples: receive(examples) as readonly DomainExample[],
    slotValues: receive(slotValues) as Material['slotValues'],
  } as unknown as Task;
}

/** A worker thread's entry: scores the fold that is held out with models of the others. */
export function fold(task: Sent<FoldTask>): HeldOut[] {
  return runFold(unpack(task));
}

/** A worker thread's entry: trains the models that are served. */
export function whole(task: Sent<WholeTask>): Map<string, Uint8Array> {
  return runWhole(unpack(task));
}

/** A worker thread's entry: trains a re-ranker. */
export function rerank(task: RerankTask): RerankerModel {
  return runRerank(task);
}
