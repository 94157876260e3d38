import type { Server } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { protoPath as healthProtoPath } from 'grpc-health-check';
import { definitions } from './definitions.js';
import { HEALTH } from './health.js';

/**
 * Adds server reflection, v1 and v1alpha, so that grpcurl needs no proto files.
 * @param services full names of the server's services; the standard health service is added to them
 */
export function addReflection(server: Server, services: readonly string[]): void {
  const described = { ...oneTypeOf(definitions().package), ...oneTypeOf(loadSync(healthProtoPath)) };
  new ReflectionService(described, { services: [...services, HEALTH] }).addToServer(server);
}

/**
 * The package reduced to one type. Each type comes with the descriptors of all files, and the library would parse them
 * again for every type.
 */
function oneTypeOf(definition: PackageDefinition): PackageDefinition {
  return Object.fromEntries(
    Object.entries(definition)
      .filter(([, type]) => 'fileDescriptorProtos' in type)
      .slice(0, 1),
  );
}
