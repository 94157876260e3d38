import { NluError } from '../proto/errors.js';
import type { GatewayConfig } from './config.js';

/** The share of a short deadline that is kept back at most. */
const largestReserve = 0.2;

/**
 * Splits a request's time once: what the fan-out may take, in ms, so that merging and replying still fit before the
 * caller's deadline. There is one budget a request; retries and hedges of its calls live inside it.
 * @param deadlineMs the caller's deadline as Unix time in ms; undefined: the configured default from now
 * @throws NluError DEADLINE_EXCEEDED when there is no time left to ask anybody
 */
export function fanOutBudgetMs(
  nowMs: number,
  deadlineMs: number | undefined,
  rules: GatewayConfig['deadline'],
): number {
  const leftMs = Math.min(deadlineMs === undefined ? rules.defaultMs : deadlineMs - nowMs, rules.maxMs);
  const budgetMs = Math.floor(leftMs - Math.min(rules.replyReserveMs, leftMs * largestReserve));
  if (budgetMs < 1) throw new NluError('DEADLINE_EXCEEDED', 'the deadline left no time to ask the domains');
  return budgetMs;
}
