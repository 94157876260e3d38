import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import { expect, it, vi } from 'vitest';
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

/** What build.mjs says where it cannot build. Root is refused no file, so another user builds in its place. */
function refusal(project: string): string {
  const uid = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const { status, stdout, stderr } = spawnSync(process.execPath, ['build.mjs'], {
    cwd: project,
    encoding: 'utf8',
    ...uid,
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  return stderr;
}

const ownFolders = (project: string) => readdirSync(project).filter((name) => name.startsWith('.dist-'));

it('builds what changed, one at a time, and never takes a failure for a success', { timeout: 300_000 }, async () => {
  const project = unbuiltProject();
  const dist = (...path: string[]) => join(project, 'dist', ...path);
  // A copy keeps the time of a file to the millisecond.
  const written = (...path: string[]) => Math.round(statSync(dist(...path)).mtimeMs);
  const cli = ['cli', 'main.js'];
  const gateway = ['gateway', 'main.js'];

  expect(await Promise.all([build(project), build(project)])).toEqual([0, 0]);
  // Rolled up by one build, and not overwritten by the other.
  expect(readFileSync(dist(...gateway), 'utf8')).toContain('../chunks/');
  const first = { cli: written(...cli), gateway: written(...gateway) };
  const rolledUp = readFileSync(dist(...gateway), 'utf8');

  expect(await build(project)).toBe(0);
  expect({ cli: written(...cli), gateway: written(...gateway) }).toEqual(first);

  const source = readFileSync(join(project, 'cli', 'main.ts'), 'utf8');
  appendFileSync(join(project, 'cli', 'main.ts'), "process.stdout.write('changed');\n");
  expect(await build(project)).toBe(0);
  expect(readFileSync(dist(...cli), 'utf8')).toContain('"changed"');
  expect(readFileSync(dist(...gateway), 'utf8')).toBe(rolledUp);

  appendFileSync(join(project, 'cli', 'main.ts'), 'const wrong: number = "text";\n');
  expect([await build(project), await build(project)]).toEqual([1, 1]);

  // A build that is killed leaves its folder, where its tsc may run on; the next build takes no notice.
  writeFileSync(join(project, 'cli', 'main.ts'), source);
  const killed = spawn(process.execPath, ['build.mjs'], { cwd: project, stdio: 'ignore' });
  await vi.waitFor(() => expect(ownFolders(project)).toHaveLength(1), { timeout: 20_000, interval: 5 });
  killed.kill('SIGKILL');
  await once(killed, 'close');
  const [left] = ownFolders(project);
  utimesSync(join(project, left), 0, 0);
  expect(await build(project)).toBe(0);
  expect(readFileSync(dist(...cli), 'utf8')).not.toContain('"changed"');
  // It is old enough to be nobody's.
  expect(ownFolders(project)).not.toContain(left);
});

it('leaves no module of a source that is gone, and makes again what was deleted', { timeout: 300_000 }, async () => {
  const project = unbuiltProject();
  const module = join(project, 'dist', 'cli', 'short-lived.js');
  writeFileSync(join(project, 'cli', 'short-lived.ts'), 'export const ANSWER = 42;\n');
  expect(await build(project)).toBe(0);
  expect(existsSync(module)).toBe(true);
  rmSync(join(project, 'cli', 'short-lived.ts'));
  const main = join(project, 'dist', 'cli', 'main.js');
  expect(await build(project)).toBe(0);
  expect([existsSync(module), existsSync(main)]).toEqual([false, true]);
  rmSync(main);
  expect(await build(project)).toBe(0);
  expect(existsSync(main)).toBe(true);
});

it('says what is missing, and how to get it', () => {
  const project = unbuiltProject();
  chmodSync(project, 0o755);
  rmSync(join(project, 'node_modules'));
  expect(refusal(project)).toBe('build: tsc is not installed; install the packages with: npm ci\n');
});

it('says that dist/ cannot be written', () => {
  const project = unbuiltProject();
  const dist = join(project, 'dist');
  mkdirSync(dist);
  chmodSync(dist, 0o555);
  // Packages are not needed for it, and may lie where only this user may look.
  rmSync(join(project, 'node_modules'));
  mkdirSync(join(project, 'node_modules', '.bin'), { recursive: true });
  for (const tool of ['tsc', 'rolldown', 'vite']) writeFileSync(join(project, 'node_modules', '.bin', tool), '');
  chmodSync(project, 0o755);
  expect(refusal(project)).toBe(`build: EACCES: permission denied, access '${dist}'\n`);
});
