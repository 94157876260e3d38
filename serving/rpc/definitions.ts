import type { ServiceDefinition } from '@grpc/grpc-js';

export { type Definitions, definitions } from '../../proto/definitions.js';

/** The definition for a service whose handlers return encoded responses. */
export function encodedResponses(definition: ServiceDefinition): ServiceDefinition {
  const responseSerialize = (bytes: Buffer) => bytes;
  return Object.fromEntries(
    Object.entries(definition).map(([name, method]) => [name, { ...method, responseSerialize }]),
  );
}
