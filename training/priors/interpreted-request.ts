import type { Interpretation, RankedHypothesis } from '../../domains/core/interpreter/hypothesis.js';
import { answerInterpretations, plainQuery } from '../../gateway/answer/answer-interpretations.js';
import { answerRules } from '../../gateway/answer/answer-rules.js';
import type { ShiftedHypothesis } from '../../gateway/answer/hypothesis.js';
import type { DeviceContext } from '../../gateway/answer/priors/context.js';
import type { PriorTable } from '../../gateway/answer/priors/prior-table.js';
import { type Reading, shareAmong } from '../../gateway/answer/readings.js';

/** A request with what each domain makes of its text, no prior applied. */
export interface InterpretedRequest {
  readonly context: DeviceContext;
  /** The domain that was meant. */
  readonly domain: string;
  readonly interpretations: ReadonlyMap<string, Interpretation>;
}

/**
 * Every reading that the gateway would find, best first, for a request that is not rejected.
 * @param table undefined: no priors are applied
 */
export function readingsOf(
  { context, interpretations }: InterpretedRequest,
  table?: PriorTable,
): readonly Reading<ShiftedHypothesis<RankedHypothesis>>[] {
  const rules = answerRules(table, true, { rejection: { inDomain: 0 } });
  return answerInterpretations(plainQuery(context), interpretations, rules).allReadings;
}

/** P(the domain's reading | one of the readings was meant), in [0, 1]; 0 when the domain has none. */
export function shareOf(found: readonly Pick<Reading, 'domain' | 'probability'>[], domain: string): number {
  const reading = found.find((each) => each.domain === domain);
  return reading ? shareAmong(found, reading) : 0;
}
