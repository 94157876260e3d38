import type { Servable } from '../../../domains/core/interpreter/servable.js';
import { answerInterpretations, plainQuery } from '../../../gateway/answer/answer-interpretations.js';
import { answerRules } from '../../../gateway/answer/answer-rules.js';
import { anyDomain } from '../../../gateway/answer/any-domain.js';
import type { Understanding } from '../../../training/learning/rows/learnable-turn.js';
import type { Scored, ScoredHypothesis } from '../../../training/metrics/scored.js';

/** What the stack answers to a text. */
export interface ServedAnswer extends Pick<Scored, 'inDomain' | 'accepted'> {
  /** Merged, best first. */
  readonly hypotheses: readonly ScoredHypothesis[];
  /** What was acted on; absent where the answer is a rejection. */
  readonly answer: Understanding | undefined;
  /** P(the answer is right): the reading's probability, of a rejection P(no domain's). */
  readonly confidence: number;
  /** Each domain's own best hypothesis. */
  readonly bests: ReadonlyMap<string, Understanding>;
}

const RULES = answerRules(undefined);

/** Answers a text as a gateway without priors does, whose domains have these models. */
export async function serve(servables: ReadonlyMap<string, Servable>, text: string): Promise<ServedAnswer> {
  const interpretations = new Map<string, Awaited<ReturnType<Servable['interpret']>>>();
  for (const [domain, servable] of servables) interpretations.set(domain, await servable.interpret(text));
  const { decision, hypotheses, readings } = answerInterpretations(plainQuery(), interpretations, RULES);
  const inDomain = anyDomain([...interpretations.values()].map((each) => each.inDomain));
  const [reading] = readings;
  const bests = new Map<string, Understanding>();
  for (const [
    domain,
    {
      hypotheses: [best],
    },
  ] of interpretations)
    if (best) bests.set(domain, { domain, intent: best.intent, slots: best.slots });
  return {
    hypotheses: hypotheses.map(({ domain, hypothesis }) => ({ ...hypothesis, domain })),
    inDomain,
    accepted: decision !== 'REJECT',
    answer: reading && understandingOf(reading.domain, reading.hypothesis.hypothesis),
    confidence: reading ? reading.probability : 1 - inDomain,
    bests,
  };
}

function understandingOf(domain: string, { intent, slots }: Omit<Understanding, 'domain'>): Understanding {
  return { domain, intent, slots };
}
