import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../serving/project.js';
import { circlesOf, mayImport, TOP_FOLDERS } from './rooms.js';

/** Folders with sources that stand in no room: nobody imports them, and they may import any. */
const OUTSIDE = ['test', 'docs'];

function importsOf(file: string): string[] {
  const text = readFileSync(join(projectRoot(), file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => match[1]!);
  return specifiers.map((specifier) => sourceOf(posix.join(dirname(file), specifier)));
}

/** The source of a compiled module: what is imported as .js is written as .ts, or as .tsx where it has markup. */
function sourceOf(module: string): string {
  const [plain, marked] = ['.ts', '.tsx'].map((end) => module.replace(/\.js$/, end));
  return marked !== undefined && existsSync(join(projectRoot(), marked)) ? marked : plain!;
}

/** The calls in a text that load a module whose name the rules do not see. */
function unseenImports(text: string): string[] {
  return [...text.matchAll(/\b(?:require|createRequire)\s*\(.*|\bimport\s*\((?!\s*'[^']*'\s*\)).*/g)].map(
    ([call]) => call,
  );
}

/** The folders at the top that hold sources, without those that git ignores. */
function foldersWithSources(): string[] {
  const ignored = readFileSync(join(projectRoot(), '.gitignore'), 'utf8').replaceAll('/', '').split('\n');
  return readdirSync(projectRoot(), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !ignored.includes(entry.name))
    .map(({ name }) => name)
    .filter((folder) => sources(folder).length > 0);
}

function sources(area: string): string[] {
  return readdirSync(join(projectRoot(), area), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/u.test(name) && !name.endsWith('.d.ts'))
    .map((name) => relative('.', join(area, name)).split(sep).join('/'));
}

test('every folder with sources is a room, or is known to stand outside of them', () => {
  expect(foldersWithSources().sort()).toEqual([...TOP_FOLDERS, ...OUTSIDE].sort());
});

test('every import names its file, so that the rules see it', () => {
  const unseen = TOP_FOLDERS.flatMap(sources).flatMap((file) =>
    unseenImports(readFileSync(join(projectRoot(), file), 'utf8')).map((call) => `${file}: ${call}`),
  );
  expect(unseen).toEqual([]);
});

test.each(TOP_FOLDERS)('%s imports only what the rooms allow', (area) => {
  const breaches = sources(area).flatMap((file) =>
    importsOf(file)
      .filter((target) => !mayImport(file, target))
      .map((target) => `${file} imports ${target}`),
  );
  expect(breaches).toEqual([]);
});

test('no file imports itself by way of others, types included', () => {
  // Generated types refer to each other as their messages do.
  const files = TOP_FOLDERS.flatMap(sources).filter((file) => !file.startsWith('proto/gen/'));
  expect(circlesOf(new Map(files.map((file) => [file, importsOf(file)])))).toEqual([]);
});

test('a folder holds at most fifteen sources', () => {
  const counts = new Map<string, number>();
  for (const file of TOP_FOLDERS.flatMap(sources)) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  expect([...counts].filter(([folder, count]) => !folder.startsWith('proto/gen') && count > 15)).toEqual([]);
});

test('imports are found', () => {
  expect(importsOf('gateway/answer/merge.ts')).toContain('gateway/answer/hypothesis.ts');
});

test.each([
  ["const a = require('./a.js');", "require('./a.js');"],
  ['createRequire(import.meta.url)', 'createRequire(import.meta.url)'],
  ['await import(name)', 'import(name)'],
  ['await import(`./a.js`)', 'import(`./a.js`)'],
  ["await import('./a' + name)", "import('./a' + name)"],
])('%s is an import that the rules do not see', (text, call) => expect(unseenImports(text)).toEqual([call]));

test.each([
  "await import('./a.js')",
  "await import(\n  './a.js'\n)",
  "type A = import('./a.js').A;",
  "import a from './a.js';",
  'requires(it)',
])('%s is one that they see, or none', (text) => expect(unseenImports(text)).toEqual([]));

test('circles are found', () => {
  const imports = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', []],
  ]);
  expect(circlesOf(imports)).toEqual([['a', 'b', 'c', 'a']]);
});

describe('the rules', () => {
  test.each([
    ['domains/music/main.ts', 'domains/core/service/serve.ts'],
    ['domains/core/service/service.ts', 'serving/errors.ts'],
    ['gateway/service/start.ts', 'bundles/lifecycle/manager.ts'],
    ['training/metrics/report.ts', 'gateway/answer/merge.ts'],
    ['one-process/start.ts', 'domains/core/service/start.ts'],
    ['one-process/start.ts', 'gateway/service/start.ts'],
    ['cli/commands/train.ts', 'training/run/train-domain.ts'],
    ['cli/console/nats-desk.ts', 'console/deployments/deployment-desk.ts'],
  ])('%s may import %s', (file, target) => expect(mayImport(file, target)).toBe(true));

  test.each([
    ['proto/codec/wire-reader.ts', 'serving/errors.ts'],
    ['serving/rpc/server.ts', 'gateway/service/config.ts'],
    ['serving/rpc/server.ts', 'bundles/format/pack.ts'],
    ['domains/core/service/service.ts', 'domains/music/main.ts'],
    ['domains/core/service/service.ts', 'gateway/answer/merge.ts'],
    ['gateway/service/start.ts', 'domains/core/service/start.ts'],
    ['gateway/service/start.ts', 'one-process/start.ts'],
    ['domains/music/main.ts', 'domains/books/main.ts'],
    ['gateway/answer/merge.ts', 'domains/core/interpreter/hypothesis.ts'],
    ['gateway/answer/merge.ts', 'training/metrics/report.ts'],
    ['domains/core/service/service.ts', 'training/reranker/losses/cross-entropy.ts'],
    ['training/run/train-domain.ts', 'gateway/service/service.ts'],
    ['training/run/train-domain.ts', 'cli/options.ts'],
    ['console/service/start.ts', 'cli/release/roll-back.ts'],
    ['console/service/start.ts', 'training/report/report.ts'],
    ['cli/commands/demo.ts', 'domains/music/main.ts'],
    ['cli/commands/demo.ts', 'test/support/servers/serve.ts'],
  ])('%s must not import %s', (file, target) => expect(mayImport(file, target)).toBe(false));
});
