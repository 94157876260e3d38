import { constants, setPriority } from 'node:os';

/**
 * Lets every thread of normal priority go before the calling one, where the two want the same core. Linux keeps a priority
 * for each thread, and 0 names the caller; elsewhere it would be the whole process's, so nothing is done there. Nor is it
 * where the system does not allow it: the work is the same, only its neighbours wait longer.
 */
export function yieldToOtherThreads(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // One that is lower already may not be raised.
  }
}
