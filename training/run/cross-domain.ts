import { answerInterpretations, plainQuery } from '../../gateway/answer/answer-interpretations.js';
import { answerRules } from '../../gateway/answer/answer-rules.js';
import { anyDomain } from '../../gateway/answer/any-domain.js';
import { OTHER, type SameIntents } from '../corpus/corpus-row.js';
import type { Interpreted } from '../evaluation/interpreted.js';
import type { HeldOutHypothesis } from '../reranker/ranking-corpus.js';
import type { HeldOutScore } from './cross-fit.js';

/** A held-out utterance with all domains' hypotheses merged, and the corpus that it is of. */
export interface CrossDomain extends Interpreted {
  readonly source: string;
  /** Which intents of the reference's domain count as its own where answers are scored. */
  readonly sameIntents?: SameIntents;
  readonly hypotheses: readonly HeldOutHypothesis[];
  /** What a caller would act on: the best reading's hypothesis and probability; undefined where no domain offers any. */
  readonly best: { readonly hypothesis: HeldOutHypothesis; readonly probability: number } | undefined;
}

/**
 * The gateway's answers to held-out utterances, without priors.
 * @param domains each domain's lists, by models that had not seen the utterance; the same utterances in the same order
 */
export function crossDomain(domains: ReadonlyMap<string, readonly HeldOutScore[]>): CrossDomain[] {
  const rules = answerRules(undefined);
  const query = plainQuery();
  const [utterances = []] = domains.values();
  return utterances.map(({ id, text, source }, index) => {
    const lists = new Map([...domains].map(([domain, scores]) => [domain, scores[index]]));
    const all = [...lists.values()];
    const { reference, sameIntents } = all.find((score) => score.reference.domain !== OTHER) ?? all[0];
    const { decision, hypotheses, allReadings } = answerInterpretations(query, lists, rules);
    const [reading] = allReadings;
    return {
      id,
      text,
      source,
      reference,
      ...(sameIntents && { sameIntents }),
      hypotheses: hypotheses.map(({ hypothesis }) => hypothesis),
      best: reading && { hypothesis: reading.hypothesis.hypothesis, probability: reading.probability },
      inDomain: anyDomain(all.map(({ inDomain }) => inDomain)),
      accepted: decision !== 'REJECT',
    };
  });
}
