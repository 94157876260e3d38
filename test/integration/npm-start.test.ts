import { execFileSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { projectRoot } from '../../serving/project.js';
import { startProcess } from '../support/servers/program.js';

/** The processes that descend from one, as the system lists them. */
function descendantsOf(pid: number): number[] {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/u).map(Number));
  const children = processes.filter(([, parent]) => parent === pid).map(([child]) => child);
  return [...children, ...children.flatMap(descendantsOf)];
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('SIGTERM to npm start ends every process', { timeout: 60_000 }, async () => {
  const npm = startProcess('npm', ['start'], {
    cwd: projectRoot(),
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
  for await (const line of createInterface(npm.process.stdout!)) if (line.startsWith('Stop')) break;
  const started = descendantsOf(npm.process.pid!);
  // The command, three domains and the gateway at least.
  expect(started.length).toBeGreaterThanOrEqual(5);
  npm.process.kill('SIGTERM');
  await npm.ended;
  await expect.poll(() => started.filter(isRunning), { timeout: 10_000 }).toEqual([]);
});
