import { createHash } from 'node:crypto';
import { expect, it, test } from 'vitest';
import { temporaryFile } from '../../support/files.js';
import { type Authority, makeAuthority } from '../../support/servers/certificates.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { startProgram } from '../../support/servers/program.js';

const cli = 'cli/main.js';
const token = 'correct-horse-battery-staple';

/** A real gateway that asks for a certificate and a token. */
async function guardedGateway(authority: Authority) {
  const tls = { ...authority.issue('front.test'), clientCaFile: authority.caFile, clientNames: ['operator.test'] };
  const settings = {
    listen: { port: 0, tls },
    callers: [{ name: 'operator', tokenSha256: createHash('sha256').update(token).digest('hex') }],
  };
  const music = { interpret: async () => replyOf('music', [0.9]) };
  const { address } = await gatewayBefore({ music }, settings);
  return address;
}

/** What lets a command in. */
function pass(authority: Authority) {
  const { certificateFile, keyFile } = authority.issue('operator.test');
  return {
    '--tls-ca': authority.caFile,
    '--tls-server-name': 'front.test',
    '--tls-cert': certificateFile,
    '--tls-key': keyFile,
    '--token-file': temporaryFile('token', `${token}\n`, 0o600),
  };
}

const run = (...args: string[]) => startProgram(cli, args).ended;

test('interpret, predict and evaluate are let in by certificate and token', { timeout: 60_000 }, async () => {
  const authority = makeAuthority();
  const access = ['--gateway', await guardedGateway(authority), ...Object.entries(pass(authority)).flat()];
  const interpreted = await run('interpret', 'play', '--json', ...access);
  expect(interpreted).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(interpreted.stdout).hypotheses).toMatchObject([{ domain: 'music', confidence: 0.9 }]);
  const rows = temporaryFile('rows.jsonl', [{ id: 'one', text: 'play' }]);
  const predicted = await run('predict', '--input', rows, ...access);
  expect(predicted).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('"domain":"music"') });
  const corpus = temporaryFile('corpus.jsonl', [
    { text: 'play jazz', tokens: ['play', 'jazz'], tags: ['O', 'B-genre'], intent: 'PlayMusic' },
    { text: 'set a timer', intent: 'set_timer', domain: 'other' },
  ]);
  expect(await run('evaluate', '--corpus', corpus, '--resamples', '10', '--json', ...access)).toMatchObject({
    code: 0,
  });
});

test('without one of them a command says why it is turned away', { timeout: 60_000 }, async () => {
  const authority = makeAuthority();
  const gateway = await guardedGateway(authority);
  const refusal = async (change: Record<string, string | undefined>) => {
    const options = Object.entries({ ...pass(authority), ...change }).filter(([, value]) => value !== undefined);
    const { code, stdout, stderr } = await run(
      'interpret',
      'play',
      '--gateway',
      gateway,
      ...(options.flat() as string[]),
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).not.toContain(token);
    return stderr;
  };
  expect(await refusal({ '--token-file': undefined })).toContain('authorization: is missing');
  expect(await refusal({ '--token-file': temporaryFile('token', 'wrong') })).toContain(
    'not the token of a known caller',
  );
  expect(await refusal({ '--tls-ca': makeAuthority().caFile })).toMatch(/certificate/);
  expect(await refusal({ '--tls-server-name': 'other.test' })).toMatch(/other\.test/);
  const stranger = authority.issue('stranger.test');
  const shown = { '--tls-cert': stranger.certificateFile, '--tls-key': stranger.keyFile };
  expect(await refusal(shown)).toContain('the client certificate is for stranger.test, which may not call here');
  expect(await refusal({ '--tls-cert': undefined, '--tls-key': undefined })).toMatch(
    /^gateway 127\.0\.0\.1:\d+: .*give --tls-cert and --tls-key \(.*certificate required\)\n$/,
  );
});

it.each([
  [['--token-file', 'none'], /go with --gateway/],
  [['--gateway', 'localhost:1', '--tls-ca', 'none', '--tls-cert', 'none'], /--tls-cert and --tls-key go together/],
  [['--gateway', 'localhost:1', '--tls-server-name', 'a'], /go with --tls-ca/],
  [['--gateway', 'localhost:1', '--tls-ca', 'none'], /none: cannot be read/],
  [['--gateway', 'localhost:1', '--token-file', 'none'], /--token-file none: cannot be read/],
  [['--gateway', '192.0.2.1:1', '--token-file', 'none'], /plain text; give --tls-ca/],
])('refuses %j', async (args, message) => {
  const { code, stderr } = await run('interpret', 'play', ...args);
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

it('refuses a file that holds no token', async () => {
  const file = temporaryFile('token', 'two words');
  const { code, stderr } = await run('interpret', 'play', '--gateway', 'localhost:1', '--token-file', file);
  expect(code).toBe(1);
  expect(stderr).toContain('holds no token');
  expect(stderr).not.toContain('two words');
});
