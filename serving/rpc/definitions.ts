import { join } from 'node:path';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { batchCodec } from '../../proto/codec/batch-codec.js';
import type { DomainDefinition } from '../../proto/gen/nlu/v1/Domain.js';
import type { GatewayDefinition } from '../../proto/gen/nlu/v1/Gateway.js';
import { projectRoot } from '../project.js';

/** The loaded proto files: the definitions of both services, and the whole package for reflection. */
export interface Definitions {
  readonly gateway: GatewayDefinition;
  readonly domain: DomainDefinition;
  readonly package: PackageDefinition;
}

let loaded: Definitions | undefined;

/** Loads package nlu.v1, once per process, with the options by which proto/generate.mjs makes the types. */
export function definitions(): Definitions {
  if (loaded) return loaded;
  const packageDefinition = loadSync(['nlu/v1/gateway.proto', 'nlu/v1/domain.proto'], {
    includeDirs: [join(projectRoot(), 'proto')],
    longs: Number,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  const domain = packageDefinition['nlu.v1.Domain'] as unknown as DomainDefinition;
  loaded = {
    gateway: packageDefinition['nlu.v1.Gateway'] as unknown as GatewayDefinition,
    domain: { ...domain, Exchange: { ...domain.Exchange, ...batchCodec } },
    package: packageDefinition,
  };
  return loaded;
}

/** The definition for a service whose handlers return encoded responses. */
export function encodedResponses(definition: ServiceDefinition): ServiceDefinition {
  const responseSerialize = (bytes: Buffer) => bytes;
  return Object.fromEntries(
    Object.entries(definition).map(([name, method]) => [name, { ...method, responseSerialize }]),
  );
}
