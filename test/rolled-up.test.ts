import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../serving/project.js';

const dist = join(projectRoot(), 'dist');

/** What a program imports before it runs: files of dist/ with itself among them, and packages. */
function importsOf(program: string): { files: string[]; packages: string[] } {
  const files = new Set([join(dist, program)]);
  const packages = new Set<string>();
  for (const file of files) {
    for (const [, from] of readFileSync(file, 'utf8').matchAll(/^import (?:[^"'()]*? from )?["']([^"']+)["'];/gmu)) {
      if (from.startsWith('.')) files.add(resolve(dirname(file), from));
      else if (!builtinModules.includes(from.replace(/^node:/u, ''))) packages.add(from);
    }
  }
  return { files: [...files].map((file) => relative(dist, file)), packages: [...packages] };
}

test.each([
  'domains/music/main.js',
  'domains/books/main.js',
  'domains/video/main.js',
  'domains/core/service/main.js',
  'gateway/main.js',
  'one-process/main.js',
  'cli/main.js',
])('%s is a few files, packages and all', (program) => {
  const { files, packages } = importsOf(program);
  expect(files.filter((file) => !file.startsWith('chunks/'))).toEqual([program]);
  expect(files.length).toBeGreaterThan(1);
  expect(files.length).toBeLessThan(52);
  // A native module has to lie where its package does.
  expect(packages).toEqual(/^(?:gateway|cli)\//u.test(program) ? [] : ['onnxruntime-node']);
});

test('no command of the command line is loaded with it, and none has files of its own', () => {
  const { files } = importsOf('cli/main.js');
  // What `learn` shares with it has a chunk of that name, too: the command's own is what is imported when it is called.
  const deploy = files.flatMap((file) =>
    [...readFileSync(join(dist, file), 'utf8').matchAll(/import\("([^"]*\/deploy-[^"]+\.js)"\)/gu)].map(
      ([, from = '']) => relative(dist, resolve(dist, dirname(file), from)),
    ),
  );
  expect(deploy.length).toBe(1);
  expect(files).not.toContain(deploy[0]);
  const loaded = importsOf(deploy[0]!);
  expect(loaded.files.filter((file) => !file.startsWith('chunks/cli/'))).toEqual([]);
  expect(loaded.files.length).toBeLessThan(130);
  expect(loaded.packages).toEqual(['onnxruntime-node']);
});

test('imports are found', () => {
  expect(importsOf('gateway/answer/merge.js').files).toContain('gateway/answer/merge.js');
  expect(importsOf('cli/commands/start.js').packages).toContain('commander');
});
