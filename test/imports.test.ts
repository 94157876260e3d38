import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../proto/project.js';

/** What training may share with serving: the gateway's pure steps and their types. */
const pureSteps =
  /^gateway\/(hypothesis|merge|context|context-features|priors|prior-table|prior-bundle|title-shares|weighing|left-out|readings|decision)\.ts$/;

/** The area that a file belongs to, for example `domains/music`. */
function areaOf(file: string): string {
  const [top, folder, rest] = file.split('/');
  return top === 'domains' && rest !== undefined ? `domains/${folder}` : top;
}

/** The layout's import rules (design.md): whether `file` may import `target`, both from the project's root. */
function mayImport(file: string, target: string): boolean {
  const [from, to] = [areaOf(file), areaOf(target)];
  if (to === from || to === 'proto') return true;
  if (from === 'gateway') return /^domains\/core\/(lifecycle|bundle)\//.test(target);
  if (from === 'training') return to === 'domains/core' || pureSteps.test(target);
  return from.startsWith('domains/') && from !== 'domains/core' && to === 'domains/core';
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(projectRoot(), file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => match[1]);
  return specifiers.map((specifier) => posix.join(dirname(file), specifier).replace(/\.js$/, '.ts'));
}

function sources(area: string): string[] {
  return readdirSync(join(projectRoot(), area), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => relative('.', join(area, name)).split(sep).join('/'));
}

test.each(['proto', 'domains', 'gateway', 'training'])('%s imports only what the layout allows', (area) => {
  const breaches = sources(area).flatMap((file) =>
    importsOf(file)
      .filter((target) => !mayImport(file, target))
      .map((target) => `${file} imports ${target}`),
  );
  expect(breaches).toEqual([]);
});

test('imports are found', () => {
  expect(importsOf('gateway/merge.ts')).toEqual(['gateway/hypothesis.ts']);
});

describe('the rules', () => {
  test.each([
    ['domains/music/main.ts', 'domains/core/serve.ts'],
    ['domains/core/service.ts', 'proto/errors.ts'],
    ['gateway/start.ts', 'domains/core/lifecycle/manager.ts'],
    ['training/cli/train.ts', 'domains/core/bundle/pack.ts'],
    ['training/metrics/report.ts', 'gateway/merge.ts'],
  ])('%s may import %s', (file, target) => expect(mayImport(file, target)).toBe(true));

  test.each([
    ['proto/rpc/server.ts', 'gateway/config.ts'],
    ['domains/core/service.ts', 'domains/music/main.ts'],
    ['domains/core/service.ts', 'gateway/merge.ts'],
    ['domains/music/main.ts', 'domains/books/main.ts'],
    ['gateway/merge.ts', 'domains/core/hypothesis.ts'],
    ['gateway/merge.ts', 'domains/music/main.ts'],
    ['gateway/merge.ts', 'training/metrics/report.ts'],
    ['domains/core/service.ts', 'training/losses/r1.ts'],
    ['training/cli/demo.ts', 'gateway/service.ts'],
    ['training/cli/demo.ts', 'domains/music/main.ts'],
    ['gateway/start.ts', 'test/support/serve.ts'],
  ])('%s must not import %s', (file, target) => expect(mayImport(file, target)).toBe(false));
});
