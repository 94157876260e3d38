import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { defineConfig, type Plugin, type RolldownOptions } from 'rolldown';

/**
 * Rolls up the processes that serve and the command line, packages and all: Node takes as long to find, read and link the
 * 350 modules of one as the process takes for everything else until it is ready (docs/decisions/0031-rolled-up.md).
 */

const root = import.meta.dirname;

const domains = readdirSync(join(root, 'domains')).map((name) => `domains/${name}/main`);
const benchmarks = ['empty-domain', 'one-process'].map((name) => `test/bench/topology/${name}`);
/** Main files by their place in dist/. */
const services = [
  'gateway/main',
  'capacity/main',
  'domains/core/loading/bundle-worker',
  'domains/core/loading/catalogue/catalogue-worker',
  'domains/core/service/main',
  'one-process/main',
  ...domains,
  ...benchmarks,
].filter(isThere);
/** The command line has chunks of its own: what it shares with services would break theirs into many. */
const commands = ['cli/main'].filter(isThere);

/** A package's own file and folder stay those where it is installed: it reads contracts from beside itself. */
const packagePaths: Plugin = {
  name: 'package-paths',
  transform: {
    filter: { id: /\/node_modules\//u, code: /\b__(?:dir|file)name\b/u },
    handler(code, id) {
      const installed = (path: string) => `installedAt(${JSON.stringify(relative(join(root, 'node_modules'), path))})`;
      const own = { __dirname: installed(dirname(id)), __filename: installed(id) };
      // No line moves: the map stays right.
      return { code: code.replaceAll(/\b__(?:dir|file)name\b/gu, (name) => own[name as keyof typeof own]), map: null };
    },
  },
};

/**
 * Where a package's file or folder is installed, by its path in node_modules: in the project's own, or in those of who
 * installed the project as a package, where a package of a package may have moved up. What is not installed at all, since
 * it was rolled up and reads nothing, gets a path that is not there.
 */
const INSTALLED_AT = `const installedAt = (path) => {
  const { existsSync } = process.getBuiltinModule('node:fs');
  for (const place of [path, path.split('/node_modules/').at(-1)]) {
    const [packageFolder] = /^(?:.*\\/node_modules\\/)?(?:@[^/]+\\/)?[^/]+/.exec(place);
    for (let folder = import.meta.dirname; folder.length > 1; folder = folder.slice(0, folder.lastIndexOf('/'))) {
      if (existsSync(folder + '/node_modules/' + packageFolder)) return folder + '/node_modules/' + place;
    }
  }
  return import.meta.dirname + '/node_modules/' + path;
};`;

export default defineConfig(
  [
    { programs: services, chunks: 'chunks' },
    { programs: commands, chunks: 'chunks/cli' },
  ]
    .filter(({ programs }) => programs.length > 0)
    .map(
      ({ programs, chunks }): RolldownOptions => ({
        input: Object.fromEntries(programs.map((program) => [program, `${program}.ts`])),
        platform: 'node',
        // The first is native, the second starts threads of a file of its own; who draws pictures installs the others.
        external: ['onnxruntime-node', 'tinypool', 'vega', 'vega-lite'],
        plugins: [packagePaths],
        logLevel: 'warn',
        output: {
          dir: 'dist',
          chunkFileNames: `${chunks}/[name]-[hash].js`,
          intro: INSTALLED_AT,
          sourcemap: true,
          sourcemapExcludeSources: true,
        },
      }),
    ),
);

/** An image is built from what it runs. */
function isThere(program: string): boolean {
  return existsSync(join(root, `${program}.ts`));
}
