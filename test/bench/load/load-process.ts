import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../../serving/project.js';
import type { LoadResult, LoadWindow } from './load-window.js';

/** A process of its own that makes load, so that its work does not hold up the event loop of what is measured. */
export interface LoadProcess {
  run(window: LoadWindow): Promise<LoadResult>;
  stop(): void;
}

export function startLoadProcess(): LoadProcess {
  const child = fork(join(projectRoot(), 'dist', 'test', 'bench', 'load', 'load-generator.js'), [], {
    // JSON would make null of a figure that a window without an answer does not have.
    serialization: 'advanced',
  });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the load generator ended')));
  ended.catch(() => {});
  return {
    async run(window) {
      child.send(window);
      const [result] = (await Promise.race([once(child, 'message'), ended])) as [LoadResult];
      return result;
    },
    stop: () => child.disconnect(),
  };
}
