import { NluError } from '../../serving/errors.js';
import type { DeadlineRules } from './domains-config.js';

/** The parts that a request's time is split into, in ms from now. */
export interface Budget {
  /** Time of the fan-out, after which merging and replying still fit before the caller's deadline. */
  readonly fanOutMs: number;
  /** Timeout of the fan-out's calls, which is the caller's deadline: the fan-out itself ends them before. */
  readonly callsMs: number;
}

/** Cap on `replyReserveMs`, as a share of the time left. */
const LARGEST_CONFIGURED = 0.2;
/** Cap on the whole reserve, delays of this process included, as a share of the time left. */
const LARGEST_RESERVE = 1 / 3;

/**
 * Splits a request's time once. There is one budget per request; retries and hedges of its calls live inside it.
 * @param deadlineMs the caller's deadline, by the clock of `nowMs`; undefined: the configured default from now
 * @param loopDelayMs how late this process has been getting to its work lately: so late it may have read the request, and
 *   so late it may come to the reply
 * @throws NluError DEADLINE_EXCEEDED when there is no time left to ask anybody
 */
export function splitDeadline(
  nowMs: number,
  deadlineMs: number | undefined,
  rules: DeadlineRules,
  loopDelayMs = 0,
): Budget {
  const leftMs = Math.min(deadlineMs === undefined ? rules.defaultMs : deadlineMs - nowMs, rules.maxMs);
  const configuredMs = Math.min(rules.replyReserveMs, leftMs * LARGEST_CONFIGURED);
  const reserveMs = Math.min(configuredMs + 2 * loopDelayMs, leftMs * LARGEST_RESERVE);
  const fanOutMs = Math.floor(leftMs - reserveMs);
  if (fanOutMs < 1) throw new NluError('DEADLINE_EXCEEDED', 'the deadline left no time to ask the domains');
  return { fanOutMs, callsMs: leftMs };
}
