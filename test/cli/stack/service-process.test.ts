import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startService } from '../../../cli/stack/service-process.js';
import { projectRoot } from '../../../serving/project.js';
import { temporaryFile } from '../../support/files.js';

/** A program that says it is ready, names its process and stays. */
const ready = `
  console.error('warming up');
  console.log('a line of another kind');
  console.log(JSON.stringify({ ready: 'sleeper', address: '127.0.0.1:' + process.pid }));
  setInterval(() => {}, 1000);`;

const script = (content: string) => temporaryFile('service.mjs', content);
const processOf = (address: string) => Number(address.split(':')[1]);

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('waits for the ready line, and stops the process', async () => {
  const service = await startService({ name: 'sleeper', script: script(ready), args: [] });
  expect(isRunning(processOf(service.address))).toBe(true);
  await service.stop();
  expect(isRunning(processOf(service.address))).toBe(false);
});

it('stops a process that ignores SIGTERM', { timeout: 15_000 }, async () => {
  const stubborn = script(`process.on('SIGTERM', () => {});${ready}`);
  const service = await startService({ name: 'stubborn', script: stubborn, args: [] });
  await service.stop();
  expect(isRunning(processOf(service.address))).toBe(false);
});

it('fails with the exit code and what was written to standard error', async () => {
  const failing = script(`console.error('weights: digest differs'); process.exit(3);`);
  await expect(startService({ name: 'music', script: failing, args: [] })).rejects.toThrow(
    'music ended with exit code 3\n  weights: digest differs',
  );
});

it('gives up on a process that is not ready in time, with what it wrote to standard error', async () => {
  const stuck = script(`console.error('waiting for a lock'); setInterval(() => {}, 1000);`);
  await expect(startService({ name: 'music', script: stuck, args: [], readyWithinMs: 1_000 })).rejects.toThrow(
    'music did not say that it is ready within 1 s\n  waiting for a lock',
  );
});

it('gives a process up that is not ready when it is told to', async () => {
  const stuck = script(`console.error('waiting for a lock'); setInterval(() => {}, 1000);`);
  const signal = AbortSignal.timeout(500);
  await expect(startService({ name: 'music', script: stuck, args: [], signal })).rejects.toThrow(
    'music ended with SIGKILL',
  );
});

it('fails at once where a gateway cannot be configured, although its standard input stays open', async () => {
  const table = temporaryFile('priors.json', '{"base": {"music": 0.5, "books": 0.5}, "intercepts": {"music": 0}}');
  const gateway = join(projectRoot(), 'dist', 'gateway', 'main.js');
  const args = ['--port', '0', '--set', `priors=${table}`];
  await expect(startService({ name: 'gateway', script: gateway, args })).rejects.toThrow(
    /^gateway ended with exit code 1\n {2}gateway: prior table .*: intercepts: must have the domains of base: books, music \(books is missing\)/,
  );
});

it('reports a process that ends later, but not one that was stopped', async () => {
  const brief = script(`${ready} setTimeout(() => process.exit(4), 50);`);
  const service = await startService({ name: 'brief', script: brief, args: [] });
  await expect(service.failure).rejects.toThrow('brief ended with exit code 4\n  warming up');
  await service.stop();
});

it('takes the process along when its own is killed', async () => {
  const source = pathToFileURL(join(projectRoot(), 'dist', 'cli', 'stack', 'service-process.js')).href;
  const runner = script(`
    import { startService } from ${JSON.stringify(source)};
    const service = await startService({ name: 'sleeper', script: ${JSON.stringify(script(ready))}, args: [] });
    console.log(service.address);`);
  const parent = spawn(process.execPath, [runner], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [address] = await once(createInterface(parent.stdout), 'line');
  const pid = processOf(address);
  onTestFinished(() => void (isRunning(pid) && process.kill(pid, 'SIGKILL')));
  expect(isRunning(pid)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => isRunning(pid), { timeout: 5_000 }).toBe(false);
});
