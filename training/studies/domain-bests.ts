import { answerInterpretations, plainQuery } from '../../gateway/answer/answer-interpretations.js';
import { answerRules } from '../../gateway/answer/answer-rules.js';
import { anyDomain } from '../../gateway/answer/any-domain.js';
import { isAnnotated, OTHER } from '../corpus/corpus-row.js';
import { foldedRow } from '../evaluation/folded-intents.js';
import type { Scored } from '../metrics/scored.js';
import type { HeldOutHypothesis } from '../reranker/ranking-corpus.js';
import type { HeldOutScore } from '../run/cross-fit.js';

/** One domain's part in the merged answer to an utterance: its best hypothesis by each way of scoring. */
export interface DomainBest extends Pick<HeldOutScore, 'reference' | 'inDomain'> {
  /** By the re-ranker's confidence. */
  readonly calibrated: HeldOutHypothesis | undefined;
  /** By the product of the raw scores, which stands as its confidence. */
  readonly product: HeldOutHypothesis | undefined;
}

/** By domain: its best hypotheses of the same utterances in the same order. */
export type DomainBests = ReadonlyMap<string, readonly DomainBest[]>;

/** The best hypotheses of a domain's held-out lists without generated rows, in their corpus's words; merging and rejecting need no more. */
export function bestsOf(heldOut: readonly HeldOutScore[]): DomainBest[] {
  return heldOut
    .filter(isAnnotated)
    .map(foldedRow)
    .map(({ reference, hypotheses, inDomain }) => {
      const products = hypotheses.map((hypothesis) => {
        const { domain, intent, slot } = hypothesis.scores;
        return { ...hypothesis, confidence: domain * intent * slot };
      });
      return { reference, calibrated: hypotheses[0], product: mostConfident(products), inDomain };
    });
}

type Utterance = ReadonlyMap<string, DomainBest>;

/** The ways of scoring that are compared. `inDomain` of what they return is the score that they reject by. */
export const SYSTEMS = {
  /** The product of the raw scores, which also rejects by it. */
  'R0 product': (utterance: Utterance) => byConfidence(utterance, 'product'),
  /** The gateway's answer, by no table of priors: the highest confidence wins, P(any domain's) rejects. */
  ours: (utterance: Utterance) => ({
    ...byConfidence(utterance, 'calibrated'),
    inDomain: anyDomain([...utterance.values()].map(({ inDomain }) => inDomain)),
  }),
  'ours, rejecting by confidence': (utterance: Utterance) => byConfidence(utterance, 'calibrated'),
} satisfies Record<string, (utterance: Utterance) => Scored>;

export type System = keyof typeof SYSTEMS;

/** Several domains' best hypotheses of the same utterances, merged by one system: the winner of each, alone. */
export function mergeBests(domains: DomainBests, system: System): Scored[] {
  const [utterances = []] = domains.values();
  return utterances.map((_, index) =>
    SYSTEMS[system](new Map([...domains].map(([domain, bests]) => [domain, bests[index]]))),
  );
}

const query = plainQuery();
const rules = answerRules(undefined);

function byConfidence(utterance: Utterance, score: 'calibrated' | 'product'): Scored {
  const bests = [...utterance.values()];
  const lists = new Map(
    [...utterance].map(([domain, best]) => {
      const hypothesis = best[score];
      return [domain, { hypotheses: hypothesis ? [hypothesis] : [], inDomain: best.inDomain }];
    }),
  );
  const [winner] = answerInterpretations(query, lists, rules).hypotheses;
  return {
    reference: (bests.find(({ reference }) => reference.domain !== OTHER) ?? bests[0]).reference,
    hypotheses: winner ? [winner.hypothesis] : [],
    inDomain: winner?.hypothesis.confidence ?? 0,
  };
}

/** The most confident hypothesis; the first of those that tie. */
function mostConfident(hypotheses: readonly HeldOutHypothesis[]): HeldOutHypothesis | undefined {
  return hypotheses.reduce<HeldOutHypothesis | undefined>(
    (top, hypothesis) => (top && top.confidence >= hypothesis.confidence ? top : hypothesis),
    undefined,
  );
}
