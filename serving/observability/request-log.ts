import type { LogConfig } from '../config/serving-config.js';
import { codeOf } from '../errors.js';
import type { UnaryHandler } from '../rpc/unary.js';
import type { Log } from './log.js';
import { isSampled } from './sampling.js';

/** The fields of a request that a log may show. */
export interface LoggedRequest {
  readonly requestId: string;
  /** Absent from a request that interprets nothing. */
  readonly utterance?: string;
  /** Present in a gateway's request. */
  readonly context?: object | null;
  /** Present in a gateway's request; empty without a recogniser's n-best list. */
  readonly recognised?: readonly object[];
  /** Present in a request to re-rank. */
  readonly hypotheses?: readonly object[];
}

/**
 * A handler that logs one line for each request of the configured share, with what the handler tells of its answer. The
 * utterance and what came with it stand there only under `requests: utterances`.
 */
export function logRequests<Request extends LoggedRequest, Response>(
  log: Log,
  { requests, share }: LogConfig,
  handler: UnaryHandler<Request, Response>,
): UnaryHandler<Request, Response> {
  if (requests === 'none' || share === 0) return handler;
  return async (request, context) => {
    const startMs = performance.now();
    const told: Record<string, unknown> = { requestId: request.requestId };
    let code = 'OK';
    try {
      return await handler(request, { ...context, tell: (fields) => void Object.assign(told, fields) });
    } catch (error) {
      code = codeOf(error);
      throw error;
    } finally {
      if (isSampled(String(told.requestId), share)) {
        const latencyMs = Math.round((performance.now() - startMs) * 10) / 10;
        const asked = requests === 'utterances' ? askedOf(request) : {};
        log.info({ method: context.method, ...told, code, latencyMs, ...asked }, 'request');
      }
    }
  };
}

/** A probability as logs show it, with four decimals. */
export function rounded(probability: number): number {
  return Math.round(probability * 10_000) / 10_000;
}

/** The inputs of a request: all that `replay` needs to send it again. */
function askedOf({ utterance, recognised, context, hypotheses }: LoggedRequest) {
  return {
    ...(utterance === undefined ? {} : { utterance }),
    ...(recognised && recognised.length > 0 ? { recognised } : {}),
    ...(context ? { context } : {}),
    ...(hypotheses ? { hypotheses } : {}),
  };
}
