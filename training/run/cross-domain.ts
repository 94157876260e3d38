import { anyDomain, decide } from '../../gateway/answer/decision.js';
import { merge } from '../../gateway/answer/merge.js';
import { OTHER } from '../corpus/corpus-row.js';
import type { Interpreted } from '../evaluation/interpreted.js';
import type { HeldOutHypothesis } from '../reranker/ranking-corpus.js';
import type { HeldOutScore } from './cross-fit.js';

/** A held-out utterance with all domains' hypotheses merged, and the corpus that it is of. */
export interface CrossDomain extends Interpreted {
  readonly source: string;
  readonly hypotheses: readonly HeldOutHypothesis[];
}

/** The gateway's own without a table that was fitted (gateway/decision.ts). */
const THRESHOLD = 0.5;

/** Merges what several domains, in the same order of utterances, said out of fold, by the gateway's own steps. */
export function crossDomain(domains: readonly (readonly HeldOutScore[])[]): CrossDomain[] {
  return domains[0].map(({ id, text, source }, index) => {
    const said = domains.map((scores) => scores[index]);
    const reference = said.map((score) => score.reference).find(({ domain }) => domain !== OTHER) ?? said[0].reference;
    const all = said.flatMap((score) => score.hypotheses);
    const weighed = all.map((hypothesis) => ({ ...hypothesis, posterior: hypothesis.confidence }));
    const hypotheses = merge(weighed, { maxHypotheses: Math.max(1, weighed.length), minConfidence: 0 });
    const inDomain = said.map((score) => score.inDomain);
    return {
      id,
      text,
      source,
      reference,
      hypotheses,
      inDomain: anyDomain(inDomain),
      accepted: decide(hypotheses, inDomain, THRESHOLD, []) === 'ACCEPT',
    };
  });
}
