import { setTimeout } from 'node:timers/promises';
import { NluError } from '../../serving/errors.js';
import type { BundleFile, Source, Target } from './source.js';

/** Delay after the first failed attempt, in ms; it doubles with each attempt up to `LONGEST_DELAY_MS`. */
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;

/**
 * Fetches a target, and repeats that while the source's errors say that it may help: a deployment must survive a
 * restart of its server.
 * @param onFailure called after each failed attempt that will be repeated, with its number from 1
 * @throws the source's own error, or an AbortError when `signal` aborts
 */
export async function fetchPatiently(
  source: Source,
  target: Target,
  signal: AbortSignal,
  onFailure: (error: Error, attempt: number) => void,
): Promise<BundleFile> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await source.fetch(target, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!isTransient(error)) throw error;
      onFailure(error, attempt);
    }
    await setTimeout(Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS), undefined, { signal });
  }
}

function isTransient(error: unknown): error is NluError {
  return error instanceof NluError && (error.code === 'UNAVAILABLE' || error.code === 'DEADLINE_EXCEEDED');
}
