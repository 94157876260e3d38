import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { Metadata } from '@grpc/grpc-js';
import { expect, onTestFinished, test } from 'vitest';
import { projectRoot } from '../../../serving/project.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { domainPeer } from '../../support/servers/domain-peer.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { dial, serve } from '../../support/servers/serve.js';

/** Starts a program whose standard error nobody reads. */
function startUnread(args: readonly string[]) {
  const child = spawn(process.execPath, args, { cwd: projectRoot(), stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stderr.pause();
  return child;
}

test('a log that nobody reads stops no gateway, and a drain still ends it', { timeout: 60_000 }, async () => {
  const { address } = await serve(domainPeer({ interpret: async () => replyOf('music', [0.9]) }));
  const callers = JSON.stringify([{ name: 'phone', tokenSha256: createHash('sha256').update('known').digest('hex') }]);
  const settings = ['--set', `callers=${callers}`, '--set', 'log.requests=utterances'];
  const main = join(projectRoot(), 'dist/gateway/main.js');
  const gateway = startUnread([main, '--port', '0', '--domain', `music=${address}`, ...settings]);
  const [ready] = await once(gateway.stdout, 'data');
  const channel = dial(JSON.parse(String(ready)).address);
  const metadata = new Metadata();
  const ask = (token: string) => {
    metadata.set('authorization', `Bearer ${token}`);
    const utterance = `play ${'x'.repeat(4_000)}`;
    return callUnary(channel, definitions().gateway.Interpret, { utterance }, { timeoutMs: 5_000, metadata });
  };
  // 200 kB fill the pipe: 50 such lines.
  for (let call = 0; call < 200; call++) await ask('known');
  await expect(ask('unknown')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(ask('known')).resolves.toMatchObject({ decision: 'DECISION_ACCEPT' });
  gateway.kill('SIGTERM');
  expect(await once(gateway, 'exit')).toEqual([0, null]);
});

test('a log whose reader is gone does not keep a process that is to end', { timeout: 60_000 }, async () => {
  const { address } = await serve(domainPeer({ interpret: async () => replyOf('music', [0.9]) }));
  const main = join(projectRoot(), 'dist/gateway/main.js');
  const gateway = startUnread([main, '--port', '0', '--domain', `music=${address}`, '--set', 'log.requests=outline']);
  const [ready] = await once(gateway.stdout, 'data');
  gateway.stderr.destroy();
  const channel = dial(JSON.parse(String(ready)).address);
  for (let call = 0; call < 20; call++) {
    await callUnary(channel, definitions().gateway.Interpret, { utterance: 'play it' }, { timeoutMs: 5_000 });
  }
  gateway.kill('SIGTERM');
  expect(await once(gateway, 'exit')).toEqual([0, null]);
});

test('lines over a mebibyte are dropped and counted, and those before them are written when they are read', async () => {
  const script = `
    import { openLog } from './dist/serving/observability/log.js';
    import { linesDropped } from './dist/serving/observability/log-destination.js';
    const log = openLog('music', { level: 'info' });
    for (let line = 0; line < 3_000; line++) log.info({ line, filler: 'x'.repeat(1_000) }, 'hello');
    process.stdout.write(String(linesDropped()));
    setInterval(() => {}, 1_000);`;
  const child = startUnread(['--input-type=module', '-e', script]);
  const [dropped] = await once(child.stdout, 'data');
  expect(Number(dropped)).toBeGreaterThan(1_500);
  expect(Number(dropped)).toBeLessThan(2_500);
  let text = '';
  child.stderr.on('data', (more) => {
    text += more;
  });
  child.stderr.resume();
  const kept = 3_000 - Number(dropped);
  await expect.poll(() => text.split('\n').length - 1, { timeout: 20_000 }).toBe(kept);
  expect(JSON.parse(text.split('\n')[kept - 1])).toMatchObject({ line: kept - 1, message: 'hello', service: 'music' });
});
