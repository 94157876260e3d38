import { setTimeout } from 'node:timers/promises';
import { NluError } from '../../serving/errors.js';
import type { Source, Target } from './source.js';

/** Delays between tries, in ms: doubled from the first to the last, which then repeats. */
const FIRST_DELAY_MS = 100;
const LAST_DELAY_MS = 5_000;

/**
 * Fetches until the source answers, for as long as it says that trying again may help: a deploy must survive its server's
 * restart. `onFailure` hears of each failed try. Rejects with the source's own error, or with an AbortError.
 */
export async function fetchPatiently(
  source: Source,
  target: Target,
  signal: AbortSignal,
  onFailure: (error: Error, tries: number) => void,
): Promise<Uint8Array> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await source.fetch(target, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!isTransient(error)) throw error;
      onFailure(error, tries);
    }
    await setTimeout(Math.min(FIRST_DELAY_MS * 2 ** (tries - 1), LAST_DELAY_MS), undefined, { signal });
  }
}

function isTransient(error: unknown): error is NluError {
  return error instanceof NluError && (error.code === 'UNAVAILABLE' || error.code === 'DEADLINE_EXCEEDED');
}
