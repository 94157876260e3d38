import type { NamedScores } from '../../domains/core/own-scores/evidence.js';
import { isRight } from '../metrics/interpretation-match.js';
import type { Reference } from '../metrics/scored.js';
import { hypothesisSemer } from '../metrics/semer.js';
import type { HypothesisRow, RowHypothesis } from './hypothesis-row.js';

/** One domain's hypotheses of a row, with what is right: what a re-ranker learns from. */
export interface OwnList {
  readonly text: string;
  readonly hypotheses: readonly RowHypothesis[];
  readonly scores: readonly NamedScores[];
  /** To the domain: another domain's utterance is `other`. */
  readonly reference: Reference;
  /** The first right hypothesis; -1 where none is. */
  readonly right: number;
  /** `[n]` SemER of each hypothesis. */
  readonly cost: Float64Array;
  readonly isInDomain: boolean;
}

/** A domain's list of a row; it may be empty. */
export function ownList(row: HypothesisRow, domain: string): OwnList {
  const isInDomain = row.reference.domain === domain;
  const reference: Reference = isInDomain ? row.reference : { domain: 'other', intent: '', slots: undefined };
  const hypotheses = row.hypotheses.filter((hypothesis) => hypothesis.domain === domain);
  const scored = hypotheses.map((hypothesis) => ({ ...hypothesis, confidence: 0 }));
  return {
    text: row.text,
    hypotheses,
    scores: hypotheses.map(({ scores }) => scores),
    reference,
    right: scored.findIndex((hypothesis) => isRight(reference, hypothesis)),
    cost: Float64Array.from(scored, (hypothesis) => hypothesisSemer(reference, hypothesis)),
    isInDomain,
  };
}
