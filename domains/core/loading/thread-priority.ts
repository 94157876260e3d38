import { getPriority, setPriority } from 'node:os';

/** Steps of nice: a thread ten steps down gets a tenth of the time of one that wants the same core. */
const STEPS_DOWN = 10;
const LOWEST = 19;

/**
 * Lets the process's other threads run before the calling one where both want the same core. Linux keeps a priority for
 * each thread, and 0 names the caller; on other systems it would be the whole process's, so nothing is done there.
 * Where the system forbids it the priority stays, and other threads wait longer.
 */
export function yieldToOtherThreads(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, Math.min(getPriority(process.pid) + STEPS_DOWN, LOWEST));
  } catch {
    // Some sandboxes forbid it.
  }
}
