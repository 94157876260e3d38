import { expect, test } from 'vitest';
import { callUnary } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { deferred } from '../support/deferred.js';
import { serverlessAddress } from '../support/servers/addresses.js';
import { domainPeer } from '../support/servers/domain-peer.js';
import { replyOf } from '../support/servers/domain-reply.js';
import { startProgram } from '../support/servers/program.js';
import { dial, serve } from '../support/servers/serve.js';

const main = 'gateway/main.js';
const { Interpret } = definitions().gateway;

test.each(['SIGTERM', 'SIGINT'] as const)('%s: the request in flight is answered, then exit 0', async (signal) => {
  const asked = deferred();
  const finish = deferred();
  const interpret = async () => {
    asked.resolve();
    await finish.promise;
    return replyOf('music', [0.9]);
  };
  const domain = await serve(domainPeer({ interpret }));
  const gateway = startProgram(main, ['--port', '0', '--domain', `music=${domain.address}`]);
  const ready = JSON.parse(await gateway.firstLine);
  expect(ready).toEqual({ ready: 'gateway', address: expect.stringMatching(/^127\.0\.0\.1:\d+$/), domains: ['music'] });
  const call = callUnary(dial(ready.address), Interpret, { utterance: 'play' }, { timeoutMs: 8_000 });
  await asked.promise;
  gateway.process.kill(signal);
  finish.resolve();
  expect(await call).toMatchObject({ decision: 'DECISION_ACCEPT' });
  expect(await gateway.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
});

test('a bad configuration is told and exits 1', async () => {
  const gateway = startProgram(main, ['--port', '99999']);
  expect(await gateway.ended).toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'gateway: --set listen.port: listen.port: 99999 is not allowed: Too big: expected number to be <=65535\n',
  });
});

test('an address that is taken is told and exits 1', async () => {
  const taken = await serve(domainPeer({}));
  const gateway = startProgram(main, ['--port', String(taken.port)]);
  const { code, stderr } = await gateway.ended;
  expect(code).toBe(1);
  expect(stderr).toContain(`gateway: cannot listen on ${taken.address}`);
});

test('a prior table that is not there is told and exits 1', async () => {
  const gateway = startProgram(main, ['--port', '0', '--set', 'priors=no/such.json']);
  expect(await gateway.ended).toMatchObject({ code: 1, stderr: expect.stringContaining('prior table no/such.json') });
});

test('--add-domain adds to the domains of the file, each once', async () => {
  const print = (...args: string[]) => startProgram(main, ['--print-config', ...args]).ended;
  const { stdout } = await print('--add-domain', 'podcasts=127.0.0.1:50054');
  const { domains } = JSON.parse(stdout) as { domains: { name: string }[] };
  expect(domains.map(({ name }) => name)).toEqual(['music', 'books', 'video', 'podcasts']);
  expect(domains.at(-1)).toEqual({ name: 'podcasts', addresses: ['127.0.0.1:50054'] });
  expect(await print('--add-domain', 'music=127.0.0.1:50054')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('each domain once'),
  });
  expect(await print('--add-domain', 'podcasts')).toMatchObject({
    code: 1,
    stderr: 'gateway: --add-domain podcasts: give it as name=host:port[,host:port]\n',
  });
});

test('--print-config prints what would be used, environment and flags included, and stops', async () => {
  const address = await serverlessAddress();
  const gateway = startProgram(main, ['--print-config', '--domain', `music=${address}`], {
    NLU_GATEWAY_DEADLINE__DEFAULT_MS: '250',
  });
  const { code, stdout } = await gateway.ended;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    domains: [{ name: 'music', addresses: [address] }],
    deadline: { defaultMs: 250, maxMs: 10_000 },
  });
});

test('--help tells the flags', async () => {
  const gateway = startProgram(main, ['--help']);
  expect(await gateway.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('--print-config') });
});
