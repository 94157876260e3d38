import type { ServiceDefinition } from '@grpc/grpc-js';
import { invalidField, type NluError } from '../errors.js';

/** What a request becomes whose bytes are no message: grpc-js itself would answer INTERNAL, as if the fault were ours. */
export class Undecodable {
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

/** Decodes a request that is not a call of its own on the wire. @throws NluError INVALID_ARGUMENT for bytes that are none */
export function decodeRequest<Request>(deserialize: (bytes: Buffer) => Request, bytes: Buffer): Request {
  try {
    return deserialize(bytes);
  } catch (cause) {
    throw undecodable(cause instanceof Error ? cause.message : String(cause));
  }
}

export function undecodable(problem: string): NluError {
  return invalidField('request', `is no such message: ${problem}`);
}

/** The definition with requests that cannot be decoded handed to the handlers as `Undecodable`; `unary` refuses them. */
export function tolerant(definition: ServiceDefinition): ServiceDefinition {
  const methods = Object.entries(definition).map(([name, method]) => {
    // A stream has no single message to refuse: grpc-js ends it.
    if (method.requestStream) return [name, method];
    const requestDeserialize = (bytes: Buffer) => {
      try {
        return method.requestDeserialize(bytes);
      } catch (error) {
        return new Undecodable(error instanceof Error ? error.message : String(error));
      }
    };
    return [name, { ...method, requestDeserialize }];
  });
  return Object.fromEntries(methods);
}
