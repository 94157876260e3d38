import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import { checkContext } from '../../../gateway/answer/priors/context.js';
import type { PriorTable } from '../../../gateway/answer/priors/prior-table.js';
import { shareAmong } from '../../../gateway/answer/readings.js';
import { type InterpretedRequest, readingsOf } from '../../../training/priors/interpreted-request.js';
import type { Parameters } from '../../../training/simulation/parameters.js';
import type { SimulatedRequest } from '../../../training/simulation/requests.js';

/** P(domain) of one request as a system sees it, sums to 1; a domain that offers nothing is absent. */
export type Belief = ReadonlyMap<string, number>;

/** Gives a domain's hypotheses other scores. */
export type Rescoring = (interpretation: Interpretation) => Interpretation;

/** Keeps the scores of the bundle's re-ranker. */
export const asServed: Rescoring = (interpretation) => interpretation;

/** Scores by the product of the recognizer's three raw probabilities: R0 of Su et al. 2018. */
export const product: Rescoring = (interpretation) => {
  const hypotheses = interpretation.hypotheses.map((hypothesis) => {
    const { domain, intent, slot } = hypothesis.scores;
    return { ...hypothesis, confidence: domain * intent * slot };
  });
  // It believes a domain as much as the domain's best hypothesis. What catalogues list it knows as the others do.
  return { ...interpretation, hypotheses, inDomain: Math.max(0, ...hypotheses.map(({ confidence }) => confidence)) };
};

/** Joins requests with the domains' rescored interpretations, as readings, title weights and thresholds need them. */
export function interpretedBy(
  requests: readonly SimulatedRequest[],
  interpretations: readonly ReadonlyMap<string, Interpretation>[],
  rescoring: Rescoring,
): InterpretedRequest[] {
  return requests.map(({ context, domain }, index) => ({
    context: checkContext(context),
    domain,
    interpretations: new Map([...interpretations[index]].map(([name, list]) => [name, rescoring(list)])),
  }));
}

/**
 * The rules of open assistants: each domain answers with a fixed confidence where a request has a keyword of its own or a
 * title that its catalogue lists.
 */
export function keywordRules(
  requests: readonly SimulatedRequest[],
  { domains, keywordRules: rules }: Parameters,
): InterpretedRequest[] {
  return requests.map(({ text, title, context, domain }) => {
    const words = new Set(text.replace(title.text, ' ').split(' '));
    const interpretations = Object.entries(domains).flatMap(([name, { kind }]): [string, Interpretation][] => {
      const keyword = rules.words[name]?.some((word) => words.has(word));
      const confidence = keyword ? rules.keyword : title.percentiles.has(kind) ? rules.title : 0;
      if (confidence === 0) return [];
      const slots = [{ name: 'title', value: title.text, start: 0, end: 0 }];
      const scores = { domain: confidence, intent: 1, slot: 1 };
      return [
        [
          name,
          { inDomain: confidence, hypotheses: [{ intent: 'find', slots, scores, confidence, contributions: [] }] },
        ],
      ];
    });
    return { context: checkContext(context), domain, interpretations: new Map(interpretations) };
  });
}

/** P(domain | one of the readings was meant) of the readings that the gateway would form: every request drawn means one. */
export function beliefs(requests: readonly InterpretedRequest[], table?: PriorTable): Belief[] {
  return requests.map((request) => {
    const found = readingsOf(request, table);
    return new Map(found.map((reading) => [reading.domain, shareAmong(found, reading)]));
  });
}

/** The slots of the reading that the gateway would put first; undefined where no domain offers one. */
export function slotsOffered(requests: readonly InterpretedRequest[], table?: PriorTable) {
  return requests.map((request) => readingsOf(request, table)[0]?.hypothesis.hypothesis.slots);
}
