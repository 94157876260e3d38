// Regenerates proto/gen from proto/nlu: `npm run generate`.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
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
