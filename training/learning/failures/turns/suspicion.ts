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

/**
 * Whether anything that came of a turn speaks against its answer: an answer "no", none of the readings, a stop, a barge-in,
 * something else that was served, or the same request again. An answer "yes" outweighs all of it.
 */
export function isSuspected(turn: FollowedTurn): boolean {
  const { bargeInAfterMs, stopped, choice, explicit, served } = turn.outcomes;
  if (explicit === 'yes') return false;
  const meaning = answeredMeaning(turn.request);
  const isServedElse = served !== undefined && (served.domain !== meaning?.domain || served.intent !== meaning.intent);
  return (
    explicit === 'no' ||
    choice === 'none' ||
    stopped === true ||
    bargeInAfterMs !== undefined ||
    isServedElse ||
    asksAgain(turn)
  );
}
