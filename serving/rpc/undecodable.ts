import type { ServiceDefinition } from '@grpc/grpc-js';
import { MAX_MESSAGE_BYTES } from '../../proto/client/unary-call.js';
import { invalidField, messageOf, NluError } from '../errors.js';
import { messageTooLarge } from './limits.js';

/**
 * Stands for a request that cannot be decoded, or must not be: grpc-js itself would answer INTERNAL, as if it were our
 * fault.
 */
export class Undecodable {
  /** What the caller is told. */
  readonly error: NluError;

  constructor(error: NluError) {
    this.error = error;
  }
}

/**
 * Decodes a request that came in a batch.
 * @param mostBytes size of the largest request that is decoded
 * @throws NluError INVALID_ARGUMENT for bytes that are no such message, RESOURCE_EXHAUSTED for too many of them
 */
export function decodeRequest<Request>(
  deserialize: (bytes: Buffer) => Request,
  bytes: Buffer,
  mostBytes = MAX_MESSAGE_BYTES,
): Request {
  if (bytes.length > mostBytes) throw messageTooLarge(bytes.length, mostBytes);
  try {
    return deserialize(bytes);
  } catch (cause) {
    throw cause instanceof NluError ? cause : invalidField('request', `is no such message: ${messageOf(cause)}`);
  }
}

/**
 * The definition with decoders that return an `Undecodable` instead of throwing; `unary` answers it with its error.
 * @param mostBytes size of the largest request that is decoded; compressed ones are measured as they are after it
 */
export function tolerant(definition: ServiceDefinition, mostBytes = MAX_MESSAGE_BYTES): ServiceDefinition {
  const methods = Object.entries(definition).map(([name, method]) => {
    // A stream has no single message to refuse: grpc-js ends it.
    if (method.requestStream) return [name, method];
    const requestDeserialize = (bytes: Buffer) => {
      try {
        return decodeRequest(method.requestDeserialize, bytes, mostBytes);
      } catch (error) {
        return new Undecodable(error as NluError);
      }
    };
    return [name, { ...method, requestDeserialize }];
  });
  return Object.fromEntries(methods);
}
