import type { ServiceDefinition } from '@grpc/grpc-js';
import { type Contract, contract } from '../../proto/definitions.js';
import { batchCodec } from '../stream/batch-codec.js';

let made: Contract | undefined;

/** The contract as our processes speak it: batches of the stream are encoded by hand. */
export function definitions(): Contract {
  if (made) return made;
  const loaded = contract();
  const { domain } = loaded;
  made = { ...loaded, domain: { ...domain, Exchange: { ...domain.Exchange, ...batchCodec } } };
  return made;
}

/** A service's definition for handlers that encode their own responses. */
export function encodedResponses(definition: ServiceDefinition): ServiceDefinition {
  const responseSerialize = (bytes: Buffer) => bytes;
  return Object.fromEntries(
    Object.entries(definition).map(([name, method]) => [name, { ...method, responseSerialize }]),
  );
}
