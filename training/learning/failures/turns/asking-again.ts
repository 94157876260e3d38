import { answeredMeaning } from './answered-meaning.js';
import type { FollowedTurn } from './observed-turn.js';
import { wordDistance } from './word-distance.js';

/** Texts that share at least half of their words ask for the same, as far as words tell. */
const MOST_DISTANCE = 0.5;
/** Somebody who asks again does so within this. */
const LONGEST_GAP_MS = 45_000;

/**
 * Whether the session's next request is presumably the same one again: the same words, mostly the same, or where there are no
 * texts the same intent.
 */
export function asksAgain({ request, next }: FollowedTurn): boolean {
  if (!next || next.gapMs > LONGEST_GAP_MS) return false;
  const again = next.request;
  if (again.textKey === request.textKey) return true;
  if (request.text !== undefined && again.text !== undefined)
    return wordDistance(request.text, again.text) <= MOST_DISTANCE;
  const [one, other] = [answeredMeaning(request), answeredMeaning(again)];
  return one !== undefined && one.domain === other?.domain && one.intent === other.intent;
}
