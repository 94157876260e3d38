import { MOST_AT_ONCE } from '../../model/limits.js';
import type { TriedLine, TryContext, TryRequest } from '../../model/try.js';
import { send } from '../parts/api.js';

/** Requests under way at a time. */
const AT_A_TIME = 1;

/**
 * Tries many utterances, a few at a time, so that the page and the gateway stay free for others.
 * @param onLines is given each part's place in the list, and its lines
 * @throws RequestProblem of the first part that failed; what `signal` says when it was stopped
 */
export async function tryMany(
  utterances: readonly string[],
  context: TryContext,
  onLines: (from: number, lines: readonly TriedLine[]) => void,
  signal: AbortSignal,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < utterances.length) {
      const from = next;
      next += MOST_AT_ONCE;
      const request: TryRequest = { utterances: utterances.slice(from, from + MOST_AT_ONCE), context };
      onLines(from, (await send<{ lines: TriedLine[] }>('/api/try', request, { signal })).lines);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}
