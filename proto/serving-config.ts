import { z } from 'zod';

/** A time in whole ms, from 1 to `most`. */
export const milliseconds = (most: number) => z.int().min(1).max(most);

/** Calls beyond it are refused at once. */
export const admissionConfig = (defaults: { queue: number; queueMs: number; slowMs: number }) =>
  z
    .strictObject({
      /** The most calls under way at once; below it the limit is found by how long they take. */
      concurrency: z.int().min(1).max(100_000).default(256),
      /** A call that takes longer says that too many are under way; well under the callers' deadline. */
      slowMs: milliseconds(60_000).default(defaults.slowMs),
      /** Calls that may wait. */
      queue: z.int().min(0).max(100_000).default(defaults.queue),
      /** The longest wait; well under the callers' deadline, or the wait is in vain. */
      queueMs: milliseconds(60_000).default(defaults.queueMs),
    })
    .prefault({});
