import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import type { DomainDefinition } from './gen/nlu/v1/Domain.js';
import type { FeedbackDefinition } from './gen/nlu/v1/Feedback.js';
import type { GatewayDefinition } from './gen/nlu/v1/Gateway.js';

/** The loaded proto files: each service's definition, and the whole package for reflection. */
export interface Contract {
  readonly gateway: GatewayDefinition;
  readonly domain: DomainDefinition;
  readonly feedback: FeedbackDefinition;
  readonly package: PackageDefinition;
}

let loaded: Contract | undefined;

/** Loads package nlu.v1 once a process. The options are those that proto/generate.mjs makes the types with. */
export function contract(): Contract {
  if (loaded) return loaded;
  const definition = loadSync(['nlu/v1/gateway.proto', 'nlu/v1/domain.proto', 'nlu/v1/feedback.proto'], {
    includeDirs: [protoFolder()],
    longs: Number,
    enums: String,
    defaults: true,
  });
  loaded = {
    gateway: definition['nlu.v1.Gateway'] as unknown as GatewayDefinition,
    domain: definition['nlu.v1.Domain'] as unknown as DomainDefinition,
    feedback: definition['nlu.v1.Feedback'] as unknown as FeedbackDefinition,
    package: definition,
  };
  return loaded;
}

/** The folder of the proto files, which stay in the source tree: the nearest one upward, from sources and dist alike. */
function protoFolder(from = dirname(fileURLToPath(import.meta.url))): string {
  const folder = join(from, 'proto');
  if (existsSync(join(folder, 'nlu', 'v1', 'gateway.proto'))) return folder;
  const parent = dirname(from);
  if (parent === from) throw new Error('no folder upward holds proto/nlu/v1/gateway.proto');
  return protoFolder(parent);
}
