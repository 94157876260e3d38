import type { ServiceDefinition } from '@grpc/grpc-js';
import { invalidField, messageOf, type NluError } from '../errors.js';

/**
 * Stands for a request whose bytes are no such message: grpc-js itself would answer INTERNAL, as if it were our
 * fault.
 */
export class Undecodable {
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

/**
 * Decodes a request that came in a batch.
 * @throws NluError INVALID_ARGUMENT for bytes that are no such message
 */
export function decodeRequest<Request>(deserialize: (bytes: Buffer) => Request, bytes: Buffer): Request {
  try {
    return deserialize(bytes);
  } catch (cause) {
    throw undecodable(messageOf(cause));
  }
}

/** The error for a request that is not decodable. */
export function undecodable(problem: string): NluError {
  return invalidField('request', `is no such message: ${problem}`);
}

/** The definition with decoders that return an `Undecodable` instead of throwing; `unary` answers it with an error. */
export function tolerant(definition: ServiceDefinition): ServiceDefinition {
  const methods = Object.entries(definition).map(([name, method]) => {
    // A stream has no single message to refuse: grpc-js ends it.
    if (method.requestStream) return [name, method];
    const requestDeserialize = (bytes: Buffer) => {
      try {
        return method.requestDeserialize(bytes);
      } catch (error) {
        return new Undecodable(messageOf(error));
      }
    };
    return [name, { ...method, requestDeserialize }];
  });
  return Object.fromEntries(methods);
}
