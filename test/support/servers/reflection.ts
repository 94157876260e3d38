import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Client } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/proto-loader';
import { loadSync } from '@grpc/proto-loader';

type Ask = (request: Record<string, string>) => Promise<object>;

/**
 * Opens a reflection stream, as grpcurl does. Its function sends one request at a time, and rejects without
 * reflection.
 */
export function reflectionStream(channel: Client, version: 'v1' | 'v1alpha'): Ask {
  const library = dirname(createRequire(import.meta.url).resolve('@grpc/reflection/package.json'));
  const file = join(library, 'build', 'proto', 'grpc', 'reflection', version, 'reflection.proto');
  const service = loadSync(file, { oneofs: true })[`grpc.reflection.${version}.ServerReflection`];
  const { ServerReflectionInfo: method } = service as unknown as Record<string, MethodDefinition<object, object>>;
  const stream = channel.makeBidiStreamRequest(
    method.path,
    method.requestSerialize,
    method.responseDeserialize as (bytes: Buffer) => object,
  );
  stream.on('error', () => {});
  return (request) =>
    new Promise((resolve, reject) => {
      stream.once('data', resolve);
      stream.once('error', reject);
      stream.write(request);
    });
}
