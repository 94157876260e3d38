import { isMainThread } from 'node:worker_threads';

/**
 * Preloaded into every process that the stack runner starts. The runner holds the other end of standard input and never
 * writes to it, so its end is the runner's death, by SIGKILL too: then this process drains as on SIGTERM. Threads of the
 * process preload it as well, and have a standard input of their own that is at its end from the beginning.
 */
if (isMainThread) {
  process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
  process.stdin.on('error', () => process.kill(process.pid, 'SIGTERM'));
  process.stdin.resume();
}
