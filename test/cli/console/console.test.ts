import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFile, temporaryFolder } from '../../support/files.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { startProgram } from '../../support/servers/program.js';

const consoleOf = (...args: string[]) => startProgram('cli/main.js', ['console', '--port', '0', ...args]);

it.each([
  ['NATS without a gateway', ['--nats', '127.0.0.1:4222'], '--nats: goes with --gateway'],
  ['an address of metrics that is none', ['--metrics', 'localhost'], 'Give an address such as http://127.0.0.1:9464'],
  ['a folder that is not there', ['--gateway', '127.0.0.1:1', '--deployed', 'no-such-folder'], 'no-such-folder'],
  [
    'a token without a place to deploy to',
    ['--gateway', '127.0.0.1:1', '--steer-token-file', 'x'],
    'nowhere to deploy to',
  ],
  ['reports that are not there', ['--gateway', '127.0.0.1:1', '--reports', 'no-such'], '--reports no-such'],
  ['a port that is none', ['--port', '99999'], 'Give a port from 0 to 65535'],
  ['a key without a file', ['--gateway', '127.0.0.1:1', '--nats', '127.0.0.1:1', '--sign-with', 'no.key'], 'no.key'],
])('refuses %s, and says what to do', async (_, args, problem) => {
  const { code, stdout, stderr } = await consoleOf(...args).ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(problem);
});

it('refuses a token that can be guessed', async () => {
  const token = temporaryFile('token', 'secret\n', 0o600);
  const { code, stderr } = await consoleOf(
    '--gateway',
    '127.0.0.1:1',
    '--nats',
    '127.0.0.1:1',
    '--steer-token-file',
    token,
  ).ended;
  expect(code).toBe(1);
  expect(stderr).toContain('a token has 16 to 4096 visible ASCII characters; remove the file to have one made');
});

it('makes a token that nobody else can read, starts without its gateway, and ends at SIGTERM with 0', async () => {
  const token = join(temporaryFolder(), 'steer.token');
  const program = consoleOf(
    ...['--gateway', await serverlessAddress(), '--nats', await serverlessAddress(), '--steer-token-file', token],
  );
  const address = await program.firstLine;
  expect(readFileSync(token, 'utf8')).toMatch(/^[\w-]{32}\n$/u);
  expect(statSync(token).mode & 0o777).toBe(0o600);
  expect((await fetch(address)).status).toBe(200);
  program.process.kill('SIGTERM');
  const { code, stderr } = await program.ended;
  expect(code).toBe(0);
  expect(stderr).toContain('steer.token');
});

it('says that its port is taken, and stops the stack that it started', async () => {
  const first = consoleOf('--gateway', await serverlessAddress());
  const { port } = new URL(await first.firstLine);
  const { code, stderr } = await startProgram('cli/main.js', ['console', '--port', port]).ended;
  expect(code).toBe(1);
  expect(stderr).toContain(`the console cannot listen on 127.0.0.1:${port}: another process listens there`);
});

it('warns of an address beyond the loopback', async () => {
  const program = consoleOf('--gateway', await serverlessAddress(), '--host', '0.0.0.0');
  const address = await program.firstLine;
  const { port } = new URL(address);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  program.process.kill('SIGTERM');
  expect((await program.ended).stderr).toContain('warning: 0.0.0.0 is no loopback');
});

it('ends where its port is taken and it was told of NATS', async () => {
  const first = consoleOf('--gateway', await serverlessAddress());
  const { port } = new URL(await first.firstLine);
  const args = ['console', '--port', port, '--gateway', await serverlessAddress(), '--nats', await serverlessAddress()];
  const { code, stderr } = await startProgram('cli/main.js', args).ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('cannot listen') });
});

it('ends where the gateway that it started has ended', async () => {
  const program = consoleOf();
  await program.firstLine;
  const children = execFileSync('pgrep', ['-P', String(program.process.pid)], { encoding: 'utf8' })
    .trim()
    .split('\n');
  for (const child of children) process.kill(Number(child), 'SIGKILL');
  const { code, stderr } = await program.ended;
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('ended with SIGKILL') });
});
