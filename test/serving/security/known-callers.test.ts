import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { Metadata } from '@grpc/grpc-js';
import { expect, test, vi } from 'vitest';
import { gatewayConfigSchema } from '../../../gateway/service/config.js';
import { startGateway } from '../../../gateway/service/start.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { KnownCallers } from '../../../serving/security/known-callers.js';
import { temporaryFile } from '../../support/files.js';
import { recordedLog } from '../../support/log.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { dial } from '../../support/servers/serve.js';

const caller = (name: string, token: string) => ({
  name,
  tokenSha256: createHash('sha256').update(token).digest('hex'),
});
const list = (...callers: object[]) => JSON.stringify(callers);

test('a running gateway follows its file of callers', { timeout: 40_000 }, async () => {
  const callersFile = temporaryFile('callers.json', list(caller('phone', 'old')));
  const music = { interpret: async () => replyOf('music', [0.9]) };
  const { address } = await gatewayBefore({ music }, { callersFile, callers: [caller('desk', 'fixed')] });
  const channel = dial(address);
  const ask = async (token: string) => {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    const settings = { timeoutMs: 5_000, metadata };
    const answer = callUnary(channel, definitions().gateway.Interpret, { utterance: 'play' }, settings);
    return answer.then(
      () => 'OK',
      ({ code }) => code,
    );
  };
  expect([await ask('old'), await ask('new'), await ask('fixed')]).toEqual(['OK', 'UNAUTHENTICATED', 'OK']);
  writeFileSync(callersFile, list(caller('phone', 'new')));
  await vi.waitFor(async () => expect(await ask('new')).toBe('OK'), { timeout: 15_000, interval: 200 });
  expect([await ask('old'), await ask('fixed')]).toEqual(['UNAUTHENTICATED', 'OK']);
  writeFileSync(callersFile, list());
  await vi.waitFor(async () => expect(await ask('new')).toBe('UNAUTHENTICATED'), { timeout: 15_000, interval: 200 });
  expect(await ask('fixed')).toBe('OK');
});

test('a changed file that cannot be used is told of once, without what is in it, and the old list stays', () => {
  const file = temporaryFile('callers.json', list(caller('phone', 'old')));
  const events: string[] = [];
  const callers = new KnownCallers([], file, {
    reloaded: (names) => void events.push(names.join()),
    unusable: ({ message }) => void events.push(message),
  });
  const check = () => {
    callers.check();
    callers.check();
    return events.splice(0);
  };
  const kept = callers.current;
  expect(check()).toEqual([]);
  writeFileSync(file, 'secret');
  expect(check()).toEqual([`callersFile: ${file}: is not JSON`]);
  writeFileSync(file, list({ name: 'phone', tokenSha256: 'secret' }));
  expect(check()).toEqual([`callersFile: ${file}: 0.tokenSha256: 64 hexadecimal digits, in lower case`]);
  writeFileSync(file, list({ name: 'phone', token: 'secret' }));
  expect(check()).toEqual([expect.not.stringContaining('secret')]);
  rmSync(file);
  expect(check()).toEqual([expect.stringMatching(/ENOENT/)]);
  expect(callers.current).toBe(kept);
  // As it was: no change, and a later fault is told of again.
  writeFileSync(file, list(caller('phone', 'old')));
  expect(check()).toEqual([]);
  rmSync(file);
  expect(check()).toHaveLength(1);
  writeFileSync(file, list(caller('phone', 'new'), caller('watch', 'its')));
  expect(check()).toEqual(['phone,watch']);
  callers.close();
});

test.each([
  ['missing', undefined, /^callersFile: .*ENOENT/],
  ['no list', '{}', /^callersFile: .*: the list: /],
])('a file that is %s lets no gateway start', async (_, content, message) => {
  const callersFile = temporaryFile('callers.json', content ?? '');
  if (content === undefined) rmSync(callersFile);
  const domains = [{ name: 'music', addresses: ['127.0.0.1:1'] }];
  const config = gatewayConfigSchema.parse({ listen: { port: 0 }, domains, callersFile });
  await expect(startGateway(config, { log: recordedLog().log })).rejects.toThrow(message);
});
