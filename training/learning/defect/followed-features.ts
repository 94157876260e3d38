import type { Turn, TurnAnswer } from '../turn.js';

/** A turn, and what its session has after it. */
export interface FollowedTurn {
  readonly turn: Turn;
  /** The session's next turn; absent where the session ended. */
  readonly next?: Turn | undefined;
  /** P(the next turn says this one again); 0 where there is none. */
  readonly rephrase: number;
  /** The score of the next turn's words as those of somebody dissatisfied; absent where there are no words. */
  readonly dissatisfied?: number | undefined;
}

/** What trees ask of a turn, in this order; what was not reported is NaN. */
export const FOLLOWED_FEATURES = [
  'assumedOdds',
  'rephrase',
  'gapSeconds',
  'bargeInSeconds',
  'bargedIn',
  'stopped',
  'playedShare',
  'playedSeconds',
  'choseNone',
  'choseOne',
  'servedOther',
  'confidence',
  'sameAnswerNext',
  'dissatisfied',
] as const;

/** Intents that begin something which lasts, so that it tells whether it is heard out; "next" and "louder" do not. */
const LASTING = /^(Play(?!Next|Previous)|Read|Resume|Restart)/u;

/**
 * How much each sign moves the log-odds of a defect, before a deployment has answers of its own. **Assumed, not
 * measured**: no public data have barge-ins and playback beside answers. `trainDefects` replaces them.
 */
const ASSUMED = {
  base: -2,
  rephrase: 5,
  earlyBargeIn: 1.2,
  stopped: 1,
  choseNone: 3,
  choseOne: -1.5,
  servedOther: 3,
  playedLittle: 1.5,
  playedMost: -2,
  unsure: 1,
} as const;
/** A barge-in within this time of the answer's beginning cuts it short; a later one lets it be heard. */
const EARLY_MS = 3_000;
/** Shares of a work's length that are little and most of it, and what is little where the length is not known. */
const [LITTLE, MOST, LITTLE_MS] = [0.1, 0.6, 15_000];

/** What was played, as far as it says anything: nothing of an answer that begins nothing lasting. */
function playedOf({ answer, outcomes: { playback } }: Turn): { share: number; seconds: number } {
  if (!playback || !answer || !LASTING.test(answer.intent)) return { share: Number.NaN, seconds: Number.NaN };
  const { playedMs, ofMs } = playback;
  return { share: ofMs > 0 ? Math.min(1, playedMs / ofMs) : Number.NaN, seconds: playedMs / 1000 };
}

function isServedOther({ answer, outcomes: { served } }: Turn): boolean {
  if (!served) return false;
  return !answer || served.domain !== answer.domain || served.intent !== answer.intent;
}

/** Log-odds of a defect by the assumed weights. */
export function assumedOdds({ turn, rephrase }: FollowedTurn): number {
  const { bargeInAfterMs = Number.POSITIVE_INFINITY, stopped, choice } = turn.outcomes;
  const { share, seconds } = playedOf(turn);
  const isLittle = share < LITTLE || (Number.isNaN(share) && seconds * 1000 < LITTLE_MS);
  return (
    ASSUMED.base +
    ASSUMED.rephrase * rephrase +
    (bargeInAfterMs <= EARLY_MS ? ASSUMED.earlyBargeIn : 0) +
    (stopped ? ASSUMED.stopped : 0) +
    (choice === 'none' ? ASSUMED.choseNone : choice === 'one' ? ASSUMED.choseOne : 0) +
    (isServedOther(turn) ? ASSUMED.servedOther : 0) +
    (isLittle ? ASSUMED.playedLittle : share >= MOST ? ASSUMED.playedMost : 0) +
    ASSUMED.unsure * (1 - (turn.answer?.confidence ?? 0))
  );
}

/** `[FOLLOWED_FEATURES]`. The explicit answer is none of them: it is what they tell of. */
export function followedFeatures(followed: FollowedTurn): Float64Array {
  const { turn, next, rephrase, dissatisfied = Number.NaN } = followed;
  const { bargeInAfterMs, stopped, choice } = turn.outcomes;
  const { share, seconds } = playedOf(turn);
  const values: Record<(typeof FOLLOWED_FEATURES)[number], number> = {
    assumedOdds: assumedOdds(followed),
    rephrase,
    gapSeconds: next ? (next.timeMs - turn.timeMs) / 1000 : Number.NaN,
    bargeInSeconds: bargeInAfterMs === undefined ? Number.NaN : bargeInAfterMs / 1000,
    bargedIn: bargeInAfterMs === undefined ? 0 : 1,
    stopped: stopped ? 1 : 0,
    playedShare: share,
    playedSeconds: seconds,
    choseNone: choice === 'none' ? 1 : 0,
    choseOne: choice === 'one' ? 1 : 0,
    servedOther: isServedOther(turn) ? 1 : 0,
    confidence: turn.answer?.confidence ?? Number.NaN,
    sameAnswerNext: turn.answer && next?.answer ? (isSame(turn.answer, next.answer) ? 1 : 0) : Number.NaN,
    dissatisfied,
  };
  return Float64Array.from(FOLLOWED_FEATURES, (name) => values[name]);
}

function isSame(one: TurnAnswer, other: TurnAnswer): boolean {
  if (one.domain !== other.domain || one.intent !== other.intent || one.slots.length !== other.slots.length)
    return false;
  return one.slots.every(({ name, key }) => other.slots.some((slot) => slot.name === name && slot.key === key));
}
