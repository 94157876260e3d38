import { constants } from 'node:http2';
import { expect, onTestFinished, test, vi } from 'vitest';
import { callUnary } from '../../../../serving/rpc/client.js';
import { definitions } from '../../../../serving/rpc/definitions.js';
import { startServer } from '../../../../serving/rpc/server.js';
import { domainPeer } from '../../../support/servers/domain-peer.js';
import { frame, outcomeOf, rawConnection, rawStream } from '../../../support/servers/raw-call.js';
import { dial, serve } from '../../../support/servers/serve.js';

const { Interpret } = definitions().domain;

test('a connection whose calls are reset as soon as begun is ended, and few of them are made', async () => {
  let handled = 0;
  const ended: string[] = [];
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    services: [domainPeer({ interpret: async () => ({ requestId: String(++handled) }) })],
    onEndedConnection: ({ reason }) => ended.push(reason),
  });
  onTestFinished(() => server.drain(100));
  const session = await rawConnection(server.address);
  const closed = new Promise((resolve) => session.once('close', resolve));
  for (let call = 0; call < 400 && !session.destroyed; call++) {
    const stream = rawStream(session, Interpret.path);
    stream.write(frame(Buffer.alloc(0)));
    stream.close(constants.NGHTTP2_CANCEL);
  }
  await closed;
  expect(ended).toEqual(['calls reset as soon as begun']);
  expect(handled).toBeLessThan(100);
  await expect(callUnary(dial(server.address), Interpret, {}, { timeoutMs: 5_000 })).resolves.toBeDefined();
});

test('a client whose calls are late keeps its connection', { timeout: 20_000 }, async () => {
  const peers = new Set<string>();
  const server = await serve(
    domainPeer({
      interpret: (_, { peer }) => {
        peers.add(peer);
        return new Promise(() => {});
      },
    }),
  );
  const channel = dial(server.address);
  for (let round = 0; round < 3; round++) {
    const calls = Array.from({ length: 90 }, () => callUnary(channel, Interpret, {}, { timeoutMs: 150 }));
    await Promise.allSettled(calls);
  }
  expect(peers.size).toBe(1);
});

test('a request that never becomes whole is refused, and keeps no drain waiting', { timeout: 30_000 }, async () => {
  const server = await serve(domainPeer({}));
  const session = await rawConnection(server.address);
  onTestFinished(() => session.destroy());
  const begun = performance.now();
  const stream = rawStream(session, Interpret.path);
  stream.write(frame(Buffer.alloc(99), 100));
  expect(await outcomeOf(stream)).toMatchObject({ status: 4 });
  expect(performance.now() - begun).toBeLessThan(8_000);
  const second = rawStream(session, Interpret.path);
  second.write(frame(Buffer.alloc(99), 100));
  const refused = outcomeOf(second);
  await new Promise((resolve) => session.ping(resolve));
  const draining = performance.now();
  await server.drain(10_000);
  expect(performance.now() - draining).toBeLessThan(3_000);
  expect(await refused).toMatchObject({ status: 14 });
});

test('a connection that is too old is cut off, whatever it waits for', async () => {
  const services = [domainPeer({ interpret: () => new Promise(() => {}) })];
  const ages = { maxConnectionAgeMs: 100, longestCallMs: 100 };
  const server = await startServer({ host: '127.0.0.1', port: 0, services, ...ages });
  onTestFinished(() => server.drain(100));
  const session = await rawConnection(server.address);
  const stream = rawStream(session, Interpret.path);
  stream.end(frame(Buffer.alloc(0)));
  await vi.waitFor(() => expect(session.destroyed).toBe(true), { timeout: 5_000 });
});
