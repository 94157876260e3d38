import { type ConfiguredThresholds, type Thresholds, thresholdsOf } from './decision.js';
import type { PriorTable } from './priors/prior-table.js';

/** What an answer depends on besides the request and the domains' replies. */
export interface AnswerRules {
  /** The table that priors are taken from; undefined: none is applied. */
  readonly priors: PriorTable | undefined;
  readonly thresholds: Thresholds;
  /** Share of the readings' probability from which on one is offered beside the best, in (0, 1]; 1: never. */
  readonly minShare: number;
}

/**
 * The rules by a table of priors, whose thresholds hold whether or not its priors are applied.
 * @param table undefined: no prior is applied, thresholds are the default ones, and nobody is asked which reading was meant
 * @param configured the gateway's own thresholds, which go before the table's
 */
export function answerRules(
  table: PriorTable | undefined,
  applyPriors = true,
  configured: ConfiguredThresholds = {},
): AnswerRules {
  return {
    priors: applyPriors ? table : undefined,
    thresholds: thresholdsOf(table ?? {}, configured),
    minShare: table?.clarify?.minShare ?? 1,
  };
}
