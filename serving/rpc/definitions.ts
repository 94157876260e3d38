import type { ServiceDefinition } from '@grpc/grpc-js';
import { batchCodec } from '../../proto/codec/batch-codec.js';
import { type Contract, contract } from '../../proto/definitions.js';

let made: Contract | undefined;

/** The contract as our processes speak it: batches of the stream are encoded by hand. */
export function definitions(): Contract {
  if (made) return made;
  const loaded = contract();
  const { domain } = loaded;
  made = { ...loaded, domain: { ...domain, Exchange: { ...domain.Exchange, ...batchCodec } } };
  return made;
}

/** The definition for a service whose handlers return encoded responses. */
export function encodedResponses(definition: ServiceDefinition): ServiceDefinition {
  const responseSerialize = (bytes: Buffer) => bytes;
  return Object.fromEntries(
    Object.entries(definition).map(([name, method]) => [name, { ...method, responseSerialize }]),
  );
}
