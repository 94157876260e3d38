import { type ConfiguredRejection, thresholdOf } from './decision.js';
import type { PriorTable } from './priors/prior-table.js';

/** What an answer depends on besides the request and the domains' replies. */
export interface AnswerRules {
  /** The table that priors are taken from; undefined: none is applied. */
  readonly priors: PriorTable | undefined;
  /** P(the utterance is any domain's) below which it is rejected, in [0, 1]. */
  readonly threshold: number;
  /** Share of probability from which on a reading is offered beside the best, in (0, 1]; 1: never. */
  readonly minShare: number;
}

/**
 * The rules by a table of priors, whose thresholds hold whether or not its priors are applied.
 * @param table undefined: no prior is applied, the threshold is the default one, and nothing is asked about
 * @param configured the gateway's own threshold, which goes before the table's
 */
export function answerRules(
  table: PriorTable | undefined,
  applyPriors = true,
  configured: ConfiguredRejection = {},
): AnswerRules {
  return {
    priors: applyPriors ? table : undefined,
    threshold: thresholdOf(table ?? {}, configured),
    minShare: table?.clarify?.minShare ?? 1,
  };
}
