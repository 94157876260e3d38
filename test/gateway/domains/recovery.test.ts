import { expect, test, vi } from 'vitest';
import { startServer } from '../../../serving/rpc/server.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { domainPeer } from '../../support/servers/domain-peer.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

const music = domainPeer({ interpret: async () => replyOf('music', [0.9]) });
const books = { interpret: async () => replyOf('books', [0.2]) };

test('a dead domain is left alone by its breaker, and is back within 5 s of its return', async () => {
  const address = await serverlessAddress();
  const gateway = await gatewayBefore({ music: address, books });
  const ask = async () => (await gateway.interpret({ utterance: 'play' })).domains[0];
  await vi.waitFor(async () => expect((await ask()).message).toContain('circuit open'), {
    timeout: 5_000,
    interval: 1,
  });
  const port = Number(address.split(':')[1]);
  const server = await startServer({ host: '127.0.0.1', port, services: [music] });
  await vi.waitFor(async () => expect((await ask()).status).toBe('DOMAIN_STATUS_CODE_OK'), { timeout: 5_000 });
  await server.drain(100);
});

test('missing-domain risk: as likely as not at first, by what the domain said later, 0 when nobody is missing', async () => {
  let silent = false;
  const sometimes = {
    interpret: ({ utterance }: { utterance: string }) =>
      silent ? new Promise<never>(() => {}) : Promise.resolve(replyOf('radio', [utterance === 'play' ? 0.99 : 0.01])),
  };
  const unsure = { interpret: async () => replyOf('books', [0.1]) };
  // A reserve that a busy machine's gaps fit into.
  const gateway = await gatewayBefore({ radio: sometimes, books: unsure }, { deadline: { replyReserveMs: 300 } });
  const ask = (utterance: string) => gateway.interpret({ utterance }, { timeoutMs: silent ? 1_500 : 5_000 });
  silent = true;
  expect((await ask('play')).missingDomainRisk).toBeCloseTo(1 / (2 + 1 / 9), 9);
  silent = false;
  for (let round = 0; round < 320; round++) {
    for (const utterance of ['play', 'stop it']) expect((await ask(utterance)).missingDomainRisk).toBe(0);
  }
  silent = true;
  expect((await ask('play')).missingDomainRisk).toBeGreaterThan(0.9);
  expect((await ask('stop it')).missingDomainRisk).toBeLessThan(0.05);
});
