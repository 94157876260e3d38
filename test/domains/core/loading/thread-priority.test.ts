import { readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../../serving/project.js';

/** The nice value of the thread that runs this, as Linux has it. */
const niceOfThread = `Number(require('node:fs').readFileSync('/proc/thread-self/stat', 'utf8').replace(/^.*\\) /s, '').split(' ')[16])`;

it.runIf(process.platform === 'linux')('lowers the priority of the calling thread and of no other', async () => {
  const module = `${projectRoot()}/dist/domains/core/loading/thread-priority.js`;
  const script = `import(${JSON.stringify(module)}).then(({ yieldToOtherThreads }) => {
    yieldToOtherThreads();
    require('node:worker_threads').parentPort.postMessage(${niceOfThread});
  });`;
  const before = getPriority(process.pid);
  const worker = new Worker(script, { eval: true });
  const nice = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  await worker.terminate();
  expect(nice).toBe(Math.min(before + 10, 19));
  const main = readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  expect(Number(main[16])).toBe(before);
});
