import { NluError } from '../../serving/errors.js';
import type { GatewayConfig } from '../service/config.js';

/** What a request's time is split into, in ms from now. */
export interface Budget {
  /** What the fan-out may take, so that merging and replying still fit before the caller's deadline. */
  readonly fanOutMs: number;
  /** What its calls are given: until the caller's deadline. The fan-out ends them; they need no verdict of their own before it. */
  readonly callsMs: number;
}

/** The share of a short deadline that the configuration may keep back at most, and that is kept back at all. */
const largestConfigured = 0.2;
const largestReserve = 1 / 3;

/**
 * Splits a request's time once. There is one budget a request; retries and hedges of its calls live inside it.
 * @param deadlineMs the caller's deadline as Unix time in ms; undefined: the configured default from now
 * @param loopDelayMs how late this process has been getting to its work lately: so late it may have read the request, and
 *   so late it may come to the reply
 * @throws NluError DEADLINE_EXCEEDED when there is no time left to ask anybody
 */
export function splitDeadline(
  nowMs: number,
  deadlineMs: number | undefined,
  rules: GatewayConfig['deadline'],
  loopDelayMs = 0,
): Budget {
  const leftMs = Math.min(deadlineMs === undefined ? rules.defaultMs : deadlineMs - nowMs, rules.maxMs);
  const configuredMs = Math.min(rules.replyReserveMs, leftMs * largestConfigured);
  const reserveMs = Math.min(configuredMs + 2 * loopDelayMs, leftMs * largestReserve);
  const fanOutMs = Math.floor(leftMs - reserveMs);
  if (fanOutMs < 1) throw new NluError('DEADLINE_EXCEEDED', 'the deadline left no time to ask the domains');
  return { fanOutMs, callsMs: leftMs };
}
