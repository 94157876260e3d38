import { chmodSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { servingConfig } from '../../../serving/config/serving-config.js';
import { exposure } from '../../../serving/security/exposure.js';
import { privateFiles, readableByAll } from '../../../serving/security/private-files.js';
import { temporaryFile } from '../../support/files.js';
import { makeAuthority } from '../../support/servers/certificates.js';
import { startProgram } from '../../support/servers/program.js';

const schema = z.strictObject(servingConfig({ port: 0, admission: { queue: 1, queueMs: 1, slowMs: 1 } }));
const tls = { certificateFile: 'c', keyFile: 'k' };
const callers = [{ name: 'phone', tokenSha256: 'a'.repeat(64) }];

test.each<[string, object, RegExp | undefined]>([
  ['plain text on the loopback', {}, undefined],
  ['plain text on the loopback of IPv6', { listen: { host: '::1' } }, undefined],
  ['tokens in plain text', { listen: { host: '0.0.0.0' }, callers }, /tokens in plain text/],
  ['tokens of a file in plain text', { listen: { host: '::' }, callersFile: 'f' }, /tokens in plain text/],
  ['TLS for everybody', { listen: { host: '10.0.0.7', tls } }, /everybody who reaches 10\.0\.0\.7 may call: set/],
  ['TLS and tokens', { listen: { host: '0.0.0.0', tls }, callers }, undefined],
  [
    'mutual TLS',
    { listen: { host: '0.0.0.0', tls: { ...tls, clientCaFile: 'a', clientNames: ['phone'] } } },
    undefined,
  ],
  ['everybody, as is meant', { listen: { host: '0.0.0.0', insecure: true } }, /since listen\.insecure is set/],
])('%s is let be', (_, config, warning) => {
  const warnings = exposure(schema.parse(config));
  expect(warnings).toHaveLength(warning ? 1 : 0);
  if (warning) expect(warnings[0]).toMatch(warning);
});

test.each(['0.0.0.0', '::', '10.0.0.7', 'gateway.example'])('plain text for everybody on %s is refused', (host) => {
  const refused = () => exposure(schema.parse({ listen: { host } }));
  expect(refused).toThrow(`listen.host: everybody who reaches ${host} could call, in plain text; set listen.tls`);
});

test.each([
  ['gateway/main.js', []],
  ['domains/music/main.js', ['--allow-unsigned']],
])('%s does not listen beyond the loopback for everybody unless it is told to', async (main, args) => {
  const refused = await startProgram(main, ['--port', '0', '--host', '0.0.0.0', ...args]).ended;
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('or --insecure where something in front guards it');
  const told = startProgram(main, ['--port', '0', '--host', '0.0.0.0', '--insecure', ...args]);
  expect(JSON.parse(await told.firstLine)).toMatchObject({ address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) });
  told.process.kill('SIGTERM');
  const { code, stderr } = await told.ended;
  expect(code).toBe(0);
  expect(stderr).toContain('may call, in plain text, since listen.insecure is set');
});

test('private files are those under keys of keys and tokens, wherever they stand', () => {
  const config = {
    listen: { tls: { certificateFile: 'c', keyFile: 'k' } },
    domainTls: { caFile: 'a', keyFile: 'k' },
    priorBundles: { source: { nats: { credentialsFile: 'x.creds', tokenFile: 't', servers: ['s'] } } },
  };
  expect(privateFiles(config)).toEqual(['k', 'x.creds', 't']);
});

test.skipIf(process.platform === 'win32')('a file that everybody can read is told of, no other', () => {
  const file = temporaryFile('key', 'secret');
  for (const [mode, told] of [
    [0o600, 0],
    [0o640, 0],
    [0o604, 1],
    [0o644, 1],
  ] as const) {
    chmodSync(file, mode);
    expect(readableByAll([file, 'no/such']), mode.toString(8)).toHaveLength(told);
  }
  expect(readableByAll([file])[0]).toBe(`${file} can be read by everybody on this machine: chmod o-r ${file}`);
});

test.skipIf(process.platform === 'win32')('a process warns of a key that everybody can read', async () => {
  const { certificateFile, keyFile } = makeAuthority().issue('localhost');
  chmodSync(keyFile, 0o644);
  const tlsArgs = ['--set', `listen.tls.certificateFile=${certificateFile}`, '--set', `listen.tls.keyFile=${keyFile}`];
  const gateway = startProgram('gateway/main.js', ['--port', '0', ...tlsArgs]);
  await gateway.firstLine;
  gateway.process.kill('SIGTERM');
  expect((await gateway.ended).stderr).toContain(`${keyFile} can be read by everybody on this machine`);
});
