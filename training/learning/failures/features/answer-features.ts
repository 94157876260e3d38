import type { RequestEvent } from '../../../../gateway/feedback/events/request-event.js';
import type { ToldHypothesis } from '../../../../gateway/feedback/events/told-hypothesis.js';
import { soundDistance } from '../../../recognition-noise/sound-distance.js';
import { hearingShares, stageScores } from '../stage-scores.js';
import { type AnsweredMeaning, actedEntity, answeredMeaning } from '../turns/answered-meaning.js';
import { wordDistance } from '../turns/word-distance.js';
import type { Known } from './known.js';

/** What the answer to a request says of itself. */
export function answerFeatures(request: RequestEvent): Record<string, Known> {
  const { hypotheses, readings, decision, none, degraded } = request;
  const meaning = answeredMeaning(request);
  const top = meaning?.hypothesis ?? hypotheses[0];
  const other = hypotheses.find(({ domain }) => domain !== top?.domain);
  const second = hypotheses.find((each) => each !== top);
  return {
    ...stageScores(request),
    ...ofHearings(request, top),
    ...ofDomains(request, top),
    confidence: top?.confidence,
    prior: top && top.posterior - top.confidence,
    domainScore: top?.scores.domain,
    intentScore: top?.scores.intent,
    slotScore: top?.scores.slot,
    margin: top && top.posterior - (second?.posterior ?? 0),
    domainMargin: top && top.posterior - (other?.posterior ?? 0),
    sameIntentSecond: top && second && top.domain === second.domain && top.intent === second.intent,
    reading: readings[0]?.probability,
    secondReading: readings[1]?.probability,
    readings: readings.length,
    none,
    slots: meaning?.slots.length,
    accepted: decision === 'ACCEPT',
    rejected: decision === 'REJECT',
    degraded,
    ...ofWords(request, meaning),
    ...ofEntities(request, meaning),
  };
}

/** What the recogniser's n-best list says, and whether its entries are understood alike. */
function ofHearings(request: RequestEvent, top: ToldHypothesis | undefined): Record<string, Known> {
  const { recognised, hypotheses } = request;
  const shares = hearingShares(request);
  const [best, next] = recognised?.flatMap(({ text }) => text ?? []) ?? [];
  const others = hypotheses.filter(({ hearingKey }) => hearingKey !== undefined && hearingKey !== top?.hearingKey);
  const alike = others.filter(({ domain, intent }) => domain === top?.domain && intent === top?.intent);
  const sum = (some: readonly ToldHypothesis[]) => some.reduce((total, { posterior }) => total + posterior, 0);
  return {
    hearings: recognised && shares.length,
    hearingMargin: recognised && shares[0] - (shares[1] ?? 0),
    hearingEntropy: recognised && shares.reduce((total, share) => total - (share > 0 ? share * Math.log(share) : 0), 0),
    hearingsGiven: recognised?.every(({ confidence }) => confidence !== undefined),
    hearingsApart: next === undefined ? undefined : wordDistance(best, next),
    hearingsSoundApart: next === undefined ? undefined : soundDistance(letters(best), letters(next)),
    otherHearing: recognised && top?.hearingKey !== undefined && top.hearingKey !== recognised[0]?.key,
    hearingsAnswered: recognised && new Set(hypotheses.map(({ hearingKey }) => hearingKey)).size,
    hearingsAgree: others.length > 0 ? alike.length / others.length : undefined,
    otherHearings: recognised && sum(others),
  };
}

function ofDomains({ domains }: RequestEvent, top: ToldHypothesis | undefined): Record<string, Known> {
  const inDomain = domains.flatMap((domain) => domain.inDomain ?? []).sort((one, other) => other - one);
  return {
    inDomain: inDomain[0],
    inDomainMargin: inDomain[0] === undefined ? undefined : inDomain[0] - (inDomain[1] ?? 0),
    inDomainAnswered: domains.find(({ domain }) => domain === top?.domain)?.inDomain,
  };
}

/** How many words there are, and how many of them slots hold. */
function ofWords({ text }: RequestEvent, meaning: AnsweredMeaning | undefined): Record<string, Known> {
  const words = text === undefined ? undefined : count(text);
  const values = meaning?.slots.flatMap(({ value }) => value ?? []) ?? [];
  const held = values.reduce((total, value) => total + count(value), 0);
  return {
    words,
    wordsHeld: meaning && words ? held / words : undefined,
    longestValue: values.length > 0 ? Math.max(...values.map(count)) : undefined,
  };
}

/** Ways to find an entity, from the surest to the boldest. */
const WAYS = ['exact', 'lexical', 'structured', 'phonetic', 'semantic', 'memory'] as const;

/** What the catalogue found for the answer, and for the hypotheses beside it. */
function ofEntities({ hypotheses }: RequestEvent, meaning: AnsweredMeaning | undefined): Record<string, Known> {
  const { entities, entityNone } = meaning?.hypothesis ?? {};
  const best = entities?.[0];
  const rest = hypotheses.filter((each) => each !== meaning?.hypothesis);
  return {
    entityNone,
    entities: entities?.length,
    entityActed: entities && actedEntity(meaning) !== undefined,
    entityMargin: entities && (best?.probability ?? 0) - (entities[1]?.probability ?? 0),
    entityFoundBy: entities && (best?.strategies.length ?? 0),
    ...Object.fromEntries(
      WAYS.map((way) => [`entityBy ${way}`, entities && (best?.strategies.includes(way) ?? false)]),
    ),
    // Another hypothesis may name a thing where the answer does not.
    otherEntity: Math.max(0, ...rest.map((each) => each.entities?.[0]?.probability ?? 0)),
  };
}

export function letters(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/gu, '');
}

function count(text: string): number {
  return text.split(/\s+/u).filter((word) => word !== '').length;
}
