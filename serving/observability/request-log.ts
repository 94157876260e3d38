import type { LogConfig } from '../config/serving-config.js';
import { codeOf } from '../errors.js';
import type { UnaryHandler } from '../rpc/unary.js';
import type { Log } from './log.js';

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
 * A handler that logs one line per request, as far as the configuration asks for it: the utterance and what came with
 * it stand there only under `requests: utterances`.
 */
export function logRequests<Request extends LoggedRequest, Response>(
  log: Log,
  { requests }: LogConfig,
  handler: UnaryHandler<Request, Response>,
): UnaryHandler<Request, Response> {
  if (requests === 'none') return handler;
  return async (request, context) => {
    const startMs = performance.now();
    let code = 'OK';
    try {
      return await handler(request, context);
    } catch (error) {
      code = codeOf(error);
      throw error;
    } finally {
      const asked = requests === 'utterances' ? askedOf(request) : {};
      const latencyMs = Math.round((performance.now() - startMs) * 10) / 10;
      log.info({ method: context.method, requestId: request.requestId, code, latencyMs, ...asked }, 'request');
    }
  };
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
