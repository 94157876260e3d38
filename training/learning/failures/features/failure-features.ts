import { answeredMeaning } from '../turns/answered-meaning.js';
import { type FollowedTurn, type ObservedTurn, playedShare } from '../turns/observed-turn.js';
import { answerFeatures } from './answer-features.js';
import { changeFeatures } from './change-features.js';
import type { Known } from './known.js';

/** What came of it. */
function ofOutcomes({ request, outcomes }: ObservedTurn): Record<string, Known> {
  const { bargeInAfterMs, stopped = false, playback, choice, explicit, served } = outcomes;
  const meaning = answeredMeaning(request);
  return {
    bargedIn: bargeInAfterMs !== undefined,
    bargeInAfterMs,
    stopped,
    playedMs: playback?.playedMs,
    playedShare: playedShare(outcomes),
    chosen: choice && choice === 'one',
    answeredYes: explicit === 'unsure' ? 0.5 : explicit && explicit === 'yes',
    servedElse: served && (served.domain !== meaning?.domain || served.intent !== meaning.intent),
  };
}

/**
 * All that a turn's failure point is told from, by name: what the stages said, margins, what the n-best list disagrees on,
 * what came of the answer, and what the next request changed. The words themselves and names of domains are none of it.
 */
export function failureFeatures(turn: FollowedTurn): Record<string, Known> {
  const { next } = turn;
  return {
    ...answerFeatures(turn.request),
    ...ofOutcomes(turn),
    defect: turn.defect,
    ...changeFeatures(turn),
    ...(next ? named('next', { ...answerFeatures(next.request), ...ofOutcomes(next) }) : {}),
  };
}

function named(prefix: string, features: Record<string, Known>): Record<string, Known> {
  return Object.fromEntries(Object.entries(features).map(([name, value]) => [`${prefix} ${name}`, value]));
}

const NOTHING: ObservedTurn = {
  request: {
    kind: 'request',
    id: '',
    requestId: '',
    time: '',
    textKey: '',
    context: [],
    versions: {},
    domains: [],
    hypotheses: [],
    readings: [],
    decision: 'REJECT',
    none: 1,
    answerProbability: 0,
    degraded: false,
  },
  outcomes: {},
};

/** The features' names, in the order of a row. */
export const FEATURES: readonly string[] = Object.keys(failureFeatures({ ...NOTHING, next: { ...NOTHING, gapMs: 0 } }));

/** `[FEATURES]`, NaN where nothing is known. */
export function featureRow(turn: FollowedTurn): number[] {
  const features = failureFeatures(turn);
  return FEATURES.map((name) => {
    const value = features[name];
    return value === undefined ? Number.NaN : Number(value);
  });
}
