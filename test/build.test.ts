import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../serving/project.js';
import { temporaryFolder } from './support/files.js';

const NOT_COPIED = ['node_modules', 'dist', '.git', 'trained', 'docs'];

/** A copy of the project that was never built, with the packages of this one. */
function unbuiltProject(): string {
  const [project, copy] = [projectRoot(), temporaryFolder()];
  const isCopied = (path: string) => !NOT_COPIED.includes(relative(project, path).split(sep)[0] ?? '');
  cpSync(project, copy, { recursive: true, filter: isCopied });
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Runs build.mjs there; resolves with its exit code. */
async function build(project: string): Promise<number> {
  const [code] = await once(spawn(process.execPath, ['build.mjs'], { cwd: project, stdio: 'ignore' }), 'close');
  return code;
}

it('builds what changed, one at a time, and never takes a failure for a success', { timeout: 300_000 }, async () => {
  const project = unbuiltProject();
  const dist = (...path: string[]) => join(project, 'dist', ...path);
  const written = (...path: string[]) => statSync(dist(...path)).mtimeMs;
  const cli = ['cli', 'main.js'];
  const gateway = ['gateway', 'main.js'];

  expect(await Promise.all([build(project), build(project)])).toEqual([0, 0]);
  // Rolled up by one build, and not overwritten by the other.
  expect(readFileSync(dist(...gateway), 'utf8')).toContain('../chunks/');
  const first = { cli: written(...cli), gateway: written(...gateway) };

  expect(await build(project)).toBe(0);
  expect({ cli: written(...cli), gateway: written(...gateway) }).toEqual(first);

  const source = readFileSync(join(project, 'cli', 'main.ts'), 'utf8');
  appendFileSync(join(project, 'cli', 'main.ts'), "process.stdout.write('changed');\n");
  expect(await build(project)).toBe(0);
  expect(readFileSync(dist(...cli), 'utf8')).toContain("'changed'");
  expect(written(...gateway)).toBe(first.gateway);

  appendFileSync(join(project, 'cli', 'main.ts'), 'const wrong: number = "text";\n');
  expect([await build(project), await build(project)]).toEqual([1, 1]);

  // As a build leaves it that is killed: no process has this id.
  writeFileSync(join(project, 'cli', 'main.ts'), source);
  writeFileSync(dist('.lock'), '2147483646');
  expect(await build(project)).toBe(0);
  expect(readFileSync(dist(...cli), 'utf8')).not.toContain("'changed'");
});
