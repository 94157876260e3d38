import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import { NluError } from '../../serving/errors.js';

/** A reply without the times that it took, or the code and the message of the error: all that a caller can see. */
export function whole(reply: Promise<InterpretResponse__Output>): Promise<object> {
  return reply.then(
    ({ domains, ...rest }) => ({ ...rest, domains: domains.map(({ latencyMs: _, ...domain }) => domain) }),
    (error: unknown) => {
      if (!(error instanceof NluError)) throw error;
      return { code: error.code, message: error.message };
    },
  );
}
