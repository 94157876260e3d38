import { isRight } from './interpretation-match.js';
import { isScorable, type Scored } from './scored.js';

/** Confidences beside whether each hypothesis was right, and the utterance that each belongs to. */
export interface Outcomes {
  /** [n], in [0, 1] */
  readonly confidences: Float64Array;
  /** [n], 1 right, 0 wrong */
  readonly rights: Float64Array;
  /** [n], index of the utterance in the scored list */
  readonly utterances: Int32Array;
}

/** The merged list's top hypotheses: what a caller acts on. Utterances without one give no outcome. */
export function topOutcomes(scored: readonly Scored[]): Outcomes {
  return outcomesOf(scored, (row) => row.hypotheses.slice(0, 1));
}

/**
 * Every hypothesis of every utterance. Most are wrong and have tiny confidences, so that figures over them are near 0
 * whatever the system: read them beside those of the top hypotheses.
 */
export function allOutcomes(scored: readonly Scored[]): Outcomes {
  return outcomesOf(scored, (row) => row.hypotheses);
}

/** One domain's own best hypothesis of every utterance, whether it came first in the merged list or not. */
export function domainOutcomes(scored: readonly Scored[], domain: string): Outcomes {
  return outcomesOf(scored, (row) => row.hypotheses.filter((hypothesis) => hypothesis.domain === domain).slice(0, 1));
}

/** The top hypotheses that belong to one domain: what callers see of it. */
export function winningOutcomes(scored: readonly Scored[], domain: string): Outcomes {
  return outcomesOf(scored, (row) => row.hypotheses.slice(0, 1).filter((hypothesis) => hypothesis.domain === domain));
}

function outcomesOf(scored: readonly Scored[], select: (row: Scored) => Scored['hypotheses']): Outcomes {
  const confidences: number[] = [];
  const rights: number[] = [];
  const utterances: number[] = [];
  for (const [utterance, row] of scored.entries()) {
    if (!isScorable(row.reference)) continue;
    for (const hypothesis of select(row)) {
      confidences.push(hypothesis.confidence);
      rights.push(isRight(row.reference, hypothesis) ? 1 : 0);
      utterances.push(utterance);
    }
  }
  return {
    confidences: Float64Array.from(confidences),
    rights: Float64Array.from(rights),
    utterances: Int32Array.from(utterances),
  };
}
