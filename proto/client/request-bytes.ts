import { GatewayError } from './gateway-error.js';
import type { Method } from './unary-call.js';

/**
 * Encodes a request. What protobuf would alter without a word is refused here, with the message that the service would give.
 * @throws GatewayError INVALID_ARGUMENT for what is no such message, and for an utterance or hearing with a lone surrogate,
 *   which would be sent as U+FFFD
 */
export function requestBytes<Request>({ requestSerialize }: Method<Request, unknown>, request: Request): Buffer {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    throw new GatewayError('INVALID_ARGUMENT', 'request: is not an object');
  }
  for (const [field, text] of textsOf(request)) {
    if (typeof text !== 'string' || !/\p{Cs}/u.test(text)) continue;
    throw new GatewayError('INVALID_ARGUMENT', `${field}: holds a lone surrogate; send well-formed Unicode`);
  }
  try {
    return requestSerialize(request);
  } catch (cause) {
    // protobufjs says, for example, `.nlu.v1.InterpretRequest.context: object expected`.
    const text = cause instanceof Error ? cause.message.replace(/^\.nlu\.v1\./u, '') : String(cause);
    throw new GatewayError('INVALID_ARGUMENT', `request: ${text}`, { cause });
  }
}

/** What the user may have said, by the field's name. */
function textsOf(request: object): [field: string, text: unknown][] {
  const recognised = 'recognised' in request && Array.isArray(request.recognised) ? request.recognised : [];
  return [
    ['utterance', 'utterance' in request ? request.utterance : undefined],
    ...recognised.map((hearing: { text?: unknown } | null, index): [string, unknown] => {
      return [`recognised[${index}].text`, hearing?.text];
    }),
  ];
}
