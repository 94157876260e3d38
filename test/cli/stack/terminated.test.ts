import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { projectRoot } from '../../../serving/project.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { type Program, startProcess, startProgram } from '../../support/servers/program.js';

/** The processes that a process has started and that still run. */
function childrenOf(pid: number | undefined): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

function isRunning(pid: number): boolean {
  try {
    // A process that has ended and that nobody has waited for is one no more.
    return !/^State:\tZ/mu.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits until the program has started so many processes. */
const started = (program: Program, count: number) =>
  vi.waitFor(() => expect(childrenOf(program.process.pid).length).toBeGreaterThanOrEqual(count), {
    timeout: 20_000,
    interval: 20,
  });

const gone = (pids: readonly number[]) =>
  vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 10_000, interval: 50 });

// Other systems do not say in a file what a process has started.
describe.runIf(process.platform === 'linux')('SIGTERM to the command line ends every process that it started', () => {
  it('start, when it serves: exit code 0', async () => {
    const program = startProgram('cli/main.js', ['start']);
    await program.firstLine;
    const pids = childrenOf(program.process.pid);
    expect(pids).toHaveLength(4);
    program.process.kill('SIGTERM');
    expect(await program.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    await gone(pids);
  });

  it('start, when it serves, and only the npm that started it is told that the terminal was closed', async () => {
    // As npm runs a script: the command line is its child, and SIGHUP ends it without being passed on.
    const main = join(projectRoot(), 'dist', 'cli', 'main.js');
    const npm = `require('node:child_process').spawn(process.execPath, ['${main}', 'start'], { stdio: 'inherit' })`;
    const env = { PATH: process.env.PATH, npm_lifecycle_event: 'start' };
    const program = startProcess(process.execPath, ['--eval', npm], { env });
    await program.firstLine;
    const [pid] = childrenOf(program.process.pid);
    const pids = [pid, ...childrenOf(pid)];
    expect(pids).toHaveLength(5);
    program.process.kill('SIGHUP');
    await gone(pids);
    expect((await program.ended).stderr).toBe('');
  });

  it.each([
    ['start, while it starts', ['start'], 3],
    ['interpret', ['interpret', 'play some jazz'], 3],
    ['evaluate', ['evaluate', '--resamples', '10'], 3],
  ])('%s', async (_, args, count) => {
    const program = startProgram('cli/main.js', args);
    await started(program, count);
    const pids = childrenOf(program.process.pid);
    program.process.kill('SIGTERM');
    expect(await program.ended).toMatchObject({ code: null, signal: 'SIGTERM' });
    await gone(pids);
  });

  it('a command that only asks a gateway ends at once', async () => {
    const program = startProgram('cli/main.js', ['interpret', 'play', '--gateway', await serverlessAddress()]);
    program.process.kill('SIGTERM');
    expect(await program.ended).toMatchObject({ signal: 'SIGTERM' });
  });
});
