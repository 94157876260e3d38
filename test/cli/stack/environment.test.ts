import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFile, temporaryFolder } from '../../support/files.js';
import { startProgram } from '../../support/servers/program.js';

it('start: a port that is taken is told before anything is started', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  expect(await startProgram('cli/main.js', ['start', '--port', String(port)]).ended).toEqual({
    code: 1,
    signal: null,
    stdout: '',
    stderr: `port ${port}: cannot be listened on: another process listens there (EADDRINUSE); --port 0 takes a free one\n`,
  });
});

it.each<[string, NodeJS.ProcessEnv, RegExp]>([
  ['a table of priors', { NLU_GATEWAY_PRIORS: 'no/such.json' }, /^gateway: prior table no\/such\.json: ENOENT/],
  [
    'a table of claims',
    { NLU_GATEWAY_MISSING__CLAIMS: 'no/such.json' },
    /^gateway: table of claims no\/such\.json: ENOENT/,
  ],
  [
    'a setting of a domain',
    { NLU_MUSIC_ADMISSION__QUEUE: 'long' },
    /^domain service music ended with exit code 1\n {2}music: NLU_MUSIC_ADMISSION__QUEUE: admission\.queue: "long"/,
  ],
  [
    'a mistyped variable',
    { NLU_GATEWAY_LISTN__PORT: '1' },
    /^gateway: NLU_GATEWAY_LISTN__PORT: unknown key listn; allowed are listen,/,
  ],
])(
  'start: %s that is wrong is told in the words of whoever knows, and nobody is waited for',
  {
    // Books would be waited for longer.
    timeout: 25_000,
  },
  async (_, environment, message) => {
    const unready = { NLU_BOOKS_SOURCE__KIND: 'nats', NLU_BOOKS_SOURCE__NATS__SERVERS: '["127.0.0.1:1"]' };
    const { code, stdout, stderr } = await startProgram('cli/main.js', ['start'], { ...unready, ...environment }).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  },
);

it('a folder that is not there is told without a stack', async () => {
  const out = join(temporaryFolder(), 'none', 'p.bundle');
  const { code, stderr } = await startProgram('cli/main.js', ['priors', '--out', out, '--table', 'gateway/priors.json'])
    .ended;
  expect(code).toBe(1);
  expect(stderr).toContain('no such file or folder');
  expect(stderr).not.toMatch(/^\s+at /mu);
});

it('a file with a byte order mark configures a gateway, and no password of it is printed', async () => {
  const servers = ['nats://me:s3cr3t@nats.example:4222'];
  const priorBundles = { source: { kind: 'nats', nats: { servers } } };
  const domains = [{ name: 'music', addresses: ['127.0.0.1:1'] }];
  const file = temporaryFile('gateway.json', `\uFEFF${JSON.stringify({ domains, priorBundles })}`);
  const printed = await startProgram('gateway/main.js', ['--config', file, '--print-config']).ended;
  expect(printed.code).toBe(0);
  expect(printed.stdout).toContain('nats://(hidden)@nats.example:4222');
  expect(printed.stdout).not.toContain('s3cr3t');
});
