import { createHash } from 'node:crypto';
import type { Interpretation } from '../../domains/core/interpreter/hypothesis.js';
import type { EntityResolver } from '../../domains/core/resolution/entity-resolver.js';
import { entitiesOf } from '../../domains/core/service/catalogue/found-entities.js';
import type { Answer } from '../../gateway/answer/answer.js';
import { answerHeardInterpretations, plainQuery } from '../../gateway/answer/answer-interpretations.js';
import type { AnswerRules } from '../../gateway/answer/answer-rules.js';
import { meaningText } from '../../gateway/answer/hearings/pool.js';
import { HEARING_RULES, weighHearings } from '../../gateway/answer/hearings/weights.js';
import { contextFeatures } from '../../gateway/answer/priors/context-features.js';
import { normalisedValue } from '../../gateway/answer/readings.js';
import type { RequestEvent } from '../../gateway/feedback/events/request-event.js';
import type { ToldHypothesis, ToldSlot } from '../../gateway/feedback/events/told-hypothesis.js';
import { isSameWork, type Meaning, type Work } from '../../training/learning/failures/simulation/goal.js';
import type { Line, LineAnswer, LineRequest } from '../../training/learning/failures/simulation/line.js';
import type { ActiveModels } from '../release/gates/active-models.js';
import { interpretTexts } from '../release/gates/interpret-texts.js';

/** A domain's catalogue as it is asked here. */
export interface LineCatalogue {
  readonly resolver: EntityResolver;
  readonly titleSlots: Readonly<Record<string, readonly string[]>>;
  /** Names of the works that the catalogue was made of. */
  readonly works: { named(name: string, kinds: readonly string[]): readonly Work[] };
}

type Hypothesis = Interpretation['hypotheses'][number];

/** Hypotheses of an event. */
const MOST_HYPOTHESES = 5;

/**
 * The line as it is served, in this process: interpretation by the domains' models, the gateway's own answer, and entities by
 * the domains' catalogues. Events have the texts.
 */
export class ServedLine implements Line {
  readonly #models: ActiveModels;
  readonly #rules: AnswerRules;
  readonly #catalogues: ReadonlyMap<string, LineCatalogue>;
  readonly #versions: Record<string, string>;

  constructor(models: ActiveModels, rules: AnswerRules, catalogues: ReadonlyMap<string, LineCatalogue>) {
    this.#models = models;
    this.#rules = rules;
    this.#catalogues = catalogues;
    this.#versions = Object.fromEntries([...models].map(([domain, { manifest }]) => [domain, manifest.version]));
  }

  async answer(requests: readonly LineRequest[]): Promise<LineAnswer[]> {
    const heard = requests.map(({ hearings }) => weighHearings(hearings, HEARING_RULES));
    const texts = [...new Set(heard.flatMap((hearings) => hearings.map(({ text }) => text)))];
    const interpretations = new Map(
      (await interpretTexts(this.#models, texts)).map((byDomain, index) => [texts[index], byDomain]),
    );
    return requests.map((request, index) => {
      const weighed = heard[index].map((hearing) => ({
        ...hearing,
        // Every hearing was interpreted.
        interpretations: interpretations.get(hearing.text)!,
      }));
      const query = plainQuery(request.context);
      const answer = answerHeardInterpretations(query, weighed, this.#rules, ({ intent, slots }) =>
        meaningText(intent, slots),
      );
      const inDomain = [...this.#models.keys()].map((domain) => ({
        domain,
        status: 'OK' as const,
        inDomain: weighed.reduce(
          (sum, { weight, interpretations: own }) => sum + weight * (own.get(domain)?.inDomain ?? 0),
          0,
        ),
      }));
      return this.#told(request, answer, inDomain);
    });
  }

  resolve(meaning: Meaning, requestId: string): Work | undefined {
    const [entity] = this.#entities(meaning, requestId)?.entities ?? [];
    const none = this.#entities(meaning, requestId)?.entityNone ?? 0;
    return entity && (entity.probability ?? 0) > none ? workOf(entity) : undefined;
  }

  lists(domain: string, work: Work): boolean {
    const named = this.#catalogues.get(domain)?.works.named(work.title, [work.kind]) ?? [];
    return named.some((each) => isSameWork(each, work));
  }

  namingSlots(domain: string): ReadonlySet<string> {
    return new Set(this.#catalogues.get(domain)?.resolver.slotTargets.keys());
  }

  #entities({ domain, intent, slots }: Meaning, requestId: string) {
    const catalogue = this.#catalogues.get(domain);
    if (!catalogue) return undefined;
    const { resolver, titleSlots } = catalogue;
    return entitiesOf({ hypotheses: [{ intent, slots, confidence: 1 }] }, resolver, titleSlots, {}, requestId).get(0);
  }

  #told(request: LineRequest, answer: Answer<Hypothesis>, domains: RequestEvent['domains']): LineAnswer {
    const { id, hearings, context } = request;
    const text = hearings[0].text;
    const hypotheses = answer.hypotheses.slice(0, MOST_HYPOTHESES).map(({ domain, hypothesis, posterior, heard }) => {
      const { intent, slots, scores, confidence } = hypothesis;
      const found = this.#entities({ domain, intent, slots }, id);
      return {
        ...{ domain, intent, slots: toldSlots(slots), confidence, posterior },
        scores: { domain: scores.domain, intent: scores.intent, slot: scores.slot },
        ...(heard && hearings.length > 1 ? { hearingKey: keyOf(heard.text) } : {}),
        ...(found && {
          entities: found.entities.map((entity) => ({
            id: entity.id ?? '',
            kind: entity.kind ?? '',
            probability: entity.probability ?? 0,
            strategies: [...(entity.strategies ?? [])],
          })),
          entityNone: found.entityNone,
        }),
      } satisfies ToldHypothesis;
    });
    const offered = answer.readings.map(({ domain, hypothesis: { hypothesis } }) => {
      const meaning = { domain, intent: hypothesis.intent, slots: hypothesis.slots };
      return { ...meaning, work: this.resolve(meaning, id) };
    });
    return {
      offered,
      event: {
        ...{ kind: 'request', id: `event-${id}`, requestId: id, time: new Date(0).toISOString() },
        ...{ text, textKey: keyOf(text) },
        recognised: hearings.map((each) => ({ ...each, key: keyOf(each.text) })),
        context: contextFeatures(context, 60).map((feature) => ({ ...feature })),
        versions: this.#versions,
        domains,
        hypotheses,
        readings: answer.readings.map(({ domain, probability, hypothesis: { hypothesis } }) => ({
          ...{ domain, probability, intent: hypothesis.intent, slots: toldSlots(hypothesis.slots) },
        })),
        decision: answer.decision,
        none: answer.none,
        answerProbability: 0,
        degraded: false,
      },
    };
  }
}

function workOf({
  kind = '',
  title = '',
  creators,
}: {
  kind?: string;
  title?: string;
  creators?: readonly string[] | null;
}): Work {
  return { kind, title, creator: creators?.[0] };
}

function toldSlots(slots: readonly { readonly name: string; readonly value: string }[]): ToldSlot[] {
  return slots.map(({ name, value }) => ({ name, value, key: keyOf(value) }));
}

/** A fingerprint of words in lower case with single blanks. */
function keyOf(words: string): string {
  return createHash('sha256').update(normalisedValue(words)).digest('hex').slice(0, 32);
}
