import type { ServiceDefinition } from '@grpc/grpc-js';

/** What a request becomes whose bytes are no message: grpc-js itself would answer INTERNAL, as if the fault were ours. */
export class Undecodable {
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

/** The definition with requests that cannot be decoded handed to the handlers as `Undecodable`; `unary` refuses them. */
export function tolerant(definition: ServiceDefinition): ServiceDefinition {
  const methods = Object.entries(definition).map(([name, method]) => {
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
