import { receive } from './shared-value.js';
import type { SentTask } from './training-pool.js';
import { type FoldList, type FoldTask, runFold, runRerank, runWhole, type WholeTask } from './training-tasks.js';

// The entries of a worker thread, named as training-pool.ts calls them.

export function fold(task: SentTask<FoldTask>): Promise<FoldList[]> {
  return runFold(unpack(task));
}

export function whole(task: SentTask<WholeTask>): Map<string, Uint8Array> {
  return runWhole(unpack(task));
}

export const rerank = runRerank;

function unpack<Task extends WholeTask>({ examples, slotValues, ...rest }: SentTask<Task>): Task {
  // What is left of a task beside the two shared values depends on its kind, which the type cannot follow.
  return { ...rest, examples: receive(examples), slotValues: receive(slotValues) } as unknown as Task;
}
