import type { Interpreted, InterpretedHypothesis } from '../evaluation/interpreted.js';
import { isRight } from '../metrics/interpretation-match.js';
import { isScorable } from '../metrics/scored.js';

/** An utterance whose top hypothesis is wrong. */
export interface InterpretationError {
  readonly row: Interpreted;
  readonly top: InterpretedHypothesis;
  /** Place of the right hypothesis in the list, from 1; undefined where it is not in the list. */
  readonly rankOfRight: number | undefined;
}

/** The `count` wrong top hypotheses that were believed most: those that a caller would act on. */
export function worstErrors(rows: readonly Interpreted[], count = 50): InterpretationError[] {
  return rows
    .filter((row) => isScorable(row.reference) && row.hypotheses[0] && !isRight(row.reference, row.hypotheses[0]))
    .map((row) => {
      const place = row.hypotheses.findIndex((hypothesis) => isRight(row.reference, hypothesis));
      return { row, top: row.hypotheses[0], rankOfRight: place < 0 ? undefined : place + 1 };
    })
    .sort((one, other) => other.top.confidence - one.top.confidence)
    .slice(0, count);
}
