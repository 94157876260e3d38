import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished, vi } from 'vitest';
import { projectRoot } from '../../../serving/project.js';
import { temporaryFolder } from '../../support/files.js';
import { hasNats, NEEDS_NATS } from '../../support/servers/nats-server.js';

const module = join(projectRoot(), 'dist', 'cli', 'stack', 'nats-server.js');

/** Whether a process is there and no zombie. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it.skipIf(!hasNats)(`a nats-server stops with its runner, even where that is killed${NEEDS_NATS}`, async () => {
  const script = `import { startNatsServer } from ${JSON.stringify(module)};
    const server = await startNatsServer({ port: 0, store: ${JSON.stringify(temporaryFolder())} });
    console.log(server.process.pid);
    setInterval(() => {}, 1000);`;
  const runner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void runner.kill('SIGKILL'));
  const [line] = (await once(createInterface(runner.stdout), 'line')) as [string];
  const pid = Number(line);
  expect(lives(pid)).toBe(true);
  runner.kill('SIGKILL');
  await vi.waitFor(() => expect(lives(pid)).toBe(false), { timeout: 10_000, interval: 50 });
});
