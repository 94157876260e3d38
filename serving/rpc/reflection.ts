import type { Server } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { protoPath as healthProtoPath } from 'grpc-health-check';
import { definitions } from './definitions.js';

/**
 * Adds server reflection, v1 and v1alpha, so that grpcurl needs no proto files.
 * @param services full names of the server's own services; the standard health service is listed beside them.
 */
export function addReflection(server: Server, services: readonly string[]): void {
  const described = { ...describing(definitions().package), ...describing(loadSync(healthProtoPath)) };
  new ReflectionService(described, { services: [...services, 'grpc.health.v1.Health'] }).addToServer(server);
}

/** One type of a package: each comes with the files of all, which the library would parse anew for every type. */
function describing(definition: PackageDefinition): PackageDefinition {
  return Object.fromEntries(
    Object.entries(definition)
      .filter(([, type]) => 'fileDescriptorProtos' in type)
      .slice(0, 1),
  );
}
