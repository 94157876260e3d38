import { catalogueName } from '../../../bundles/format/catalogue-name.js';
import type { Answer } from '../../answer/answer.js';
import type { SentHearing } from '../../answer/hearings/weights.js';
import type { ShiftedHypothesis } from '../../answer/hypothesis.js';
import { contextFeatures } from '../../answer/priors/context-features.js';
import { normalisedValue, type Reading } from '../../answer/readings.js';
import type { DomainOutcome } from '../../domains/outcome.js';
import type { Query } from '../../domains/query.js';
import type { Encoded, EncodedHypothesis } from '../../domains/replies/encoded-reply.js';
import { namedEntity } from '../../domains/replies/found-entities.js';
import { PRIORS } from '../../priors/prior-tables.js';
import type { Rewriting } from '../../rewriting/rewrite.js';
import { REWRITES } from '../../rewriting/rewrite-tables.js';
import type { RequestEvent } from '../events/request-event.js';
import type { ToldHypothesis, ToldReading } from '../events/told-hypothesis.js';
import type { DeploymentKey } from '../privacy/deployment-key.js';
import { handedOn } from './encoded-fields.js';

type ToldHandedOn = Pick<ToldHypothesis, 'slots' | 'scores'>;
type Shifted = ShiftedHypothesis<EncodedHypothesis>;

/** A request that was answered. */
export interface AnsweredRequest {
  readonly query: Query;
  readonly recognised: readonly SentHearing[];
  readonly rewriting: Rewriting;
  readonly answer: Answer<EncodedHypothesis>;
  readonly outcomes: readonly DomainOutcome[];
  readonly degraded: boolean;
  /** Empty: none was applied, or the table of a file. */
  readonly priorsVersion: string;
  readonly halfLifeMinutes: number;
  /** Number of the customer's preferences that it was answered with; absent: none. */
  readonly preferences?: number;
  /** What was asked beside it; absent: nothing. */
  readonly question?: { readonly kind: 'satisfaction' | 'preference'; readonly propensity: number } | undefined;
  /** When the reply went out, ISO 8601. */
  readonly time: string;
}

/** What an event tells. */
export interface EventRules {
  /** The most hypotheses, at least 1. */
  readonly hypotheses: number;
  /** Whether the words are kept; only of customers, who can have them forgotten. */
  readonly text: boolean;
}

/** The event of a request that was answered. @param id the event's */
export function requestEventOf(
  {
    query,
    recognised,
    rewriting: { rewrite, isControl },
    answer,
    outcomes,
    degraded,
    priorsVersion,
    halfLifeMinutes,
    time,
    preferences,
    question,
  }: AnsweredRequest,
  id: string,
  deployment: DeploymentKey,
  rules: EventRules,
): RequestEvent {
  const { customer, session, wakeConfidence } = query.asker ?? {};
  const words = new WordsOf(deployment, rules.text && customer !== undefined);
  const { key, text } = words.of(query.utterance);
  return {
    kind: 'request',
    id,
    requestId: query.requestId,
    time,
    ...(customer !== undefined && { customer: deployment.customer(customer) }),
    ...(session !== undefined && { session: deployment.session(session) }),
    ...(text !== undefined && { text }),
    textKey: key,
    ...(recognised.length > 0 && {
      recognised: recognised.map(({ text, confidence }) => {
        return { ...words.of(text), ...(confidence !== undefined && { confidence }) };
      }),
    }),
    ...(wakeConfidence !== undefined && { wakeConfidence }),
    ...(rewrite && {
      rewrite: { ...words.of(rewrite.text), layer: rewrite.layer, probability: bounded(rewrite.probability) },
    }),
    ...(isControl && { isControl }),
    context: contextFeatures(query.context, halfLifeMinutes),
    versions: {
      ...versionsOf(outcomes, priorsVersion),
      ...(rewrite && rewrite.version !== '' && { [REWRITES]: rewrite.version }),
    },
    domains: outcomes.map((outcome) => ({
      domain: outcome.domain,
      status: outcome.status,
      ...(outcome.status === 'OK' && { inDomain: outcome.reply.inDomain }),
    })),
    hypotheses: answer.hypotheses.slice(0, rules.hypotheses).map((shifted) => toldHypothesis(shifted, words)),
    readings: answer.readings.map((reading) => toldReading(reading, words)),
    decision: answer.decision,
    none: bounded(answer.none),
    answerProbability: bounded(answer.answerProbability),
    degraded,
    ...(preferences && { preferences }),
    ...(question && { question: { kind: question.kind, propensity: question.propensity } }),
  };
}

/** Sums of probabilities may lie beside [0, 1] by their last digit. */
const bounded = (probability: number) => Math.min(1, Math.max(0, probability));

function versionsOf(outcomes: readonly DomainOutcome[], priorsVersion: string): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const outcome of outcomes) {
    if (outcome.status !== 'OK') continue;
    const { bundleVersion, catalogueVersion } = outcome.reply;
    versions[outcome.domain] = bundleVersion;
    if (catalogueVersion !== '') versions[catalogueName(outcome.domain)] = catalogueVersion;
  }
  if (priorsVersion !== '') versions[PRIORS] = priorsVersion;
  return versions;
}

function toldHypothesis({ domain, hypothesis, posterior, heard }: Shifted, words: WordsOf): ToldHypothesis {
  const { slots, scores } = words.handedOn(hypothesis.encoded);
  const { found } = hypothesis;
  return {
    domain,
    intent: hypothesis.intent,
    slots,
    scores,
    confidence: bounded(hypothesis.confidence),
    posterior: bounded(posterior),
    ...(heard && { hearingKey: words.of(heard.text).key }),
    ...(found && {
      entities: found.entities.map(({ id, kind, probability, strategies }) => ({ id, kind, probability, strategies })),
      ...(found.entityNone !== undefined && { entityNone: found.entityNone }),
      strategyRuns: found.strategyRuns.map(({ name, propensity }) => ({ name, propensity })),
    }),
  };
}

function toldReading(
  { domain, probability, hypothesis: { hypothesis } }: Reading<Shifted>,
  words: WordsOf,
): ToldReading {
  const entity = hypothesis.found && namedEntity(hypothesis.found);
  return {
    domain,
    intent: hypothesis.intent,
    slots: words.handedOn(hypothesis.encoded).slots,
    probability: bounded(probability),
    ...(entity && { entity: entity.id }),
  };
}

/** The words of one event: those of a reading are its hypothesis's, and many hypotheses have the same ones. */
class WordsOf {
  readonly #deployment: DeploymentKey;
  readonly #isKept: boolean;
  readonly #keys = new Map<string, string>();
  readonly #handedOn = new Map<Encoded, ToldHandedOn>();

  constructor(deployment: DeploymentKey, isKept: boolean) {
    this.#deployment = deployment;
    this.#isKept = isKept;
  }

  of(text: string): { key: string; text?: string } {
    const normalised = normalisedValue(text);
    let key = this.#keys.get(normalised);
    if (key === undefined) {
      key = this.#deployment.words(normalised);
      this.#keys.set(normalised, key);
    }
    return this.#isKept ? { text, key } : { key };
  }

  /** Decodes a hypothesis's slots and scores, once. */
  handedOn(encoded: Encoded): ToldHandedOn {
    const known = this.#handedOn.get(encoded);
    if (known) return known;
    const { slots, scores } = handedOn(encoded);
    const told = {
      slots: slots.map(({ name, value }) => {
        const { key, text } = this.of(value);
        return text === undefined ? { name, key } : { name, value: text, key };
      }),
      scores,
    };
    this.#handedOn.set(encoded, told);
    return told;
  }
}
