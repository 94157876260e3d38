import { GatewayError } from './gateway-error.js';
import type { Method } from './unary-call.js';

/**
 * Encodes a request. What protobuf would alter without a word is refused here, with the message that the service would give.
 * @throws GatewayError INVALID_ARGUMENT for what is no such message, and for an utterance with a lone surrogate, which
 *   would be sent as U+FFFD
 */
export function requestBytes<Request>({ requestSerialize }: Method<Request, unknown>, request: Request): Buffer {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    throw new GatewayError('INVALID_ARGUMENT', 'request: is not an object');
  }
  if ('utterance' in request && typeof request.utterance === 'string' && /\p{Cs}/u.test(request.utterance)) {
    throw new GatewayError('INVALID_ARGUMENT', 'utterance: holds a lone surrogate; send well-formed Unicode');
  }
  try {
    return requestSerialize(request);
  } catch (cause) {
    // protobufjs says, for example, `.nlu.v1.InterpretRequest.context: object expected`.
    const text = cause instanceof Error ? cause.message.replace(/^\.nlu\.v1\./u, '') : String(cause);
    throw new GatewayError('INVALID_ARGUMENT', `request: ${text}`, { cause });
  }
}
