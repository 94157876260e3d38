/**
 * Makes what follows from proto/nlu: the types in proto/gen, and proto/baseline, against which the next change is checked.
 * A change that breaks callers is refused unless `--break` is given.
 *
 *   npm run generate [-- --break] [--out FOLDER] [--help]
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const proto = dirname(fileURLToPath(import.meta.url));
const root = dirname(proto);
const { values: flags } = parseArgs({
  options: {
    break: { type: 'boolean', default: false },
    out: { type: 'string', default: proto },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (flags.help) {
  process.stdout.write(`Usage: npm run generate [-- OPTIONS]

Makes what follows from proto/nlu: the types in proto/gen, and proto/baseline, against which the next change is checked.

  --break        take a change that breaks callers, instead of refusing it
  --out FOLDER   write there instead of into proto
  -h, --help     print this

Example:
  npm run generate -- --out out/proto
`);
  process.exit();
}
const out = resolve(flags.out);
const run = (program, ...args) =>
  execFileSync(join(root, 'node_modules', '.bin', program), args, { cwd: root, stdio: 'inherit' });

const earlier = join(proto, 'baseline', 'nlu.v1.binpb');
if (!flags.break && existsSync(earlier)) run('buf', 'breaking', '--against', earlier);
mkdirSync(join(out, 'baseline'), { recursive: true });
run('buf', 'build', '--exclude-source-info', '--output', join(out, 'baseline', 'nlu.v1.binpb'));

const gen = join(out, 'gen');
rmSync(gen, { recursive: true, force: true });
run(
  'proto-loader-gen-types',
  '--longs=Number',
  '--enums=String',
  '--defaults',
  '--includeComments',
  '--grpcLib=@grpc/grpc-js',
  '--importFileExtension=.js',
  `--includeDirs=${proto}`,
  `--outDir=${gen}`,
  'nlu/v1/gateway.proto',
  'nlu/v1/domain.proto',
  'nlu/v1/feedback.proto',
);

// The generator writes where the proto file lay on this machine; only its place in the project is worth keeping.
for (const name of readdirSync(gen, { recursive: true }).filter((file) => file.endsWith('.ts'))) {
  const file = join(gen, name);
  const text = readFileSync(file, 'utf8').replace(/^\/\/ Original file: .*\/(proto\/.*)$/m, '// Original file: $1');
  writeFileSync(file, text);
}
