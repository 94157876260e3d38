import { hearingShares, stageScores } from './stage-scores.js';
import { actedEntity, answeredMeaning, slotText } from './turns/answered-meaning.js';
import { type FollowedTurn, type ObservedTurn, playedShare } from './turns/observed-turn.js';
import { asksAgain } from './turns/suspicion.js';
import { wordDistance } from './turns/word-distance.js';

/** A number, or none where nothing is known. */
type Known = number | boolean | undefined;

/** What the answer to a request says of itself. */
function ofAnswer({ request }: ObservedTurn): Record<string, Known> {
  const { recognised, hypotheses, readings, domains, decision, none, degraded } = request;
  const scores = stageScores(request);
  const shares = hearingShares(request);
  const inDomain = domains.flatMap((domain) => domain.inDomain ?? []).sort((one, other) => other - one);
  const meaning = answeredMeaning(request);
  const top = meaning?.hypothesis ?? hypotheses[0];
  const other = hypotheses.find(({ domain }) => domain !== top?.domain);
  const second = hypotheses.find((each) => each !== top);
  const entities = meaning?.hypothesis?.entities;
  const texts = recognised?.flatMap(({ text }) => text ?? []) ?? [];
  return {
    ...scores,
    hearings: recognised && shares.length,
    hearingMargin: recognised && shares[0] - (shares[1] ?? 0),
    hearingEntropy: recognised && shares.reduce((sum, share) => sum - (share > 0 ? share * Math.log(share) : 0), 0),
    hearingsApart: texts.length > 1 ? wordDistance(texts[0], texts[1]) : undefined,
    otherHearing: recognised && top?.hearingKey !== undefined && top.hearingKey !== recognised[0]?.key,
    hearingsAnswered: recognised && new Set(hypotheses.map(({ hearingKey }) => hearingKey)).size,
    inDomain: inDomain[0],
    inDomainMargin: inDomain[0] === undefined ? undefined : inDomain[0] - (inDomain[1] ?? 0),
    confidence: top?.confidence,
    prior: top && top.posterior - top.confidence,
    domainScore: top?.scores.domain,
    intentScore: top?.scores.intent,
    slotScore: top?.scores.slot,
    margin: top && top.posterior - (second?.posterior ?? 0),
    domainMargin: top && top.posterior - (other?.posterior ?? 0),
    sameIntentSecond: top && second && top.domain === second.domain && top.intent === second.intent,
    reading: readings[0]?.probability,
    readings: readings.length,
    none,
    slots: meaning?.slots.length,
    accepted: decision === 'ACCEPT',
    rejected: decision === 'REJECT',
    degraded,
    entityNone: meaning?.hypothesis?.entityNone,
    entityMargin: entities && (entities[0]?.probability ?? 0) - (entities[1]?.probability ?? 0),
    entityFoundBy: entities && (entities[0]?.strategies.length ?? 0),
    entityExact: entities && (entities[0]?.strategies.includes('exact') ?? false),
  };
}

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

/** What the session's next request changed. */
function ofChange({ request, next }: FollowedTurn): Record<string, Known> {
  if (!next) return {};
  const again = next.request;
  const [before, after] = [answeredMeaning(request), answeredMeaning(again)];
  const both = before && after;
  const [entity, otherEntity] = [actedEntity(before), actedEntity(after)];
  const [old, now] = [new Set(before?.slots.map(({ key }) => key)), new Set(after?.slots.map(({ key }) => key))];
  const kept = [...old].filter((key) => now.has(key)).length;
  return {
    wordsChanged: again.textKey !== request.textKey,
    wordDistance:
      request.text === undefined || again.text === undefined ? undefined : wordDistance(request.text, again.text),
    moreWords:
      request.text === undefined || again.text === undefined
        ? undefined
        : again.text.split(' ').length - request.text.split(' ').length,
    domainChanged: both && before.domain !== after.domain,
    intentChanged: both && (before.domain !== after.domain || before.intent !== after.intent),
    slotsChanged: both && slotText(before.slots) !== slotText(after.slots),
    slotValuesKept: both && old.size > 0 ? kept / old.size : undefined,
    slotsAdded: both && now.size - old.size,
    entityChanged: entity && otherEntity && entity.id !== otherEntity.id,
  };
}

/**
 * All that a turn's failure point is told from, by name: what the stages said, margins, what the n-best list disagrees on,
 * what came of the answer, and what the next request changed. The words themselves and names of domains are none of it.
 */
export function failureFeatures(turn: FollowedTurn): Record<string, Known> {
  const { next } = turn;
  return {
    ...ofAnswer(turn),
    ...ofOutcomes(turn),
    followed: next !== undefined,
    gapMs: next?.gapMs,
    asksAgain: next && asksAgain(turn),
    ...ofChange(turn),
    ...(next ? named('next', { ...ofAnswer(next), ...ofOutcomes(next) }) : {}),
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
