// Regenerates proto/gen from proto/nlu: `npm run generate`.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
rmSync(`${here}/gen`, { recursive: true, force: true });
execFileSync(
  'npx',
  [
    'proto-loader-gen-types',
    '--longs=Number',
    '--enums=String',
    '--defaults',
    '--oneofs',
    '--grpcLib=@grpc/grpc-js',
    '--importFileExtension=.js',
    `--includeDirs=${here}`,
    `--outDir=${here}/gen`,
    'nlu/v1/gateway.proto',
    'nlu/v1/domain.proto',
  ],
  { stdio: 'inherit' },
);

// The generator writes where the proto file lay on this machine; only its place in the project is worth keeping.
for (const name of readdirSync(`${here}/gen`, { recursive: true }).filter((file) => file.endsWith('.ts'))) {
  const file = `${here}/gen/${name}`;
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(/^\/\/ Original file: .*\/(proto\/.*)$/m, '// Original file: $1'),
  );
}
