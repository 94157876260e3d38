import { expect, test } from 'vitest';
import type { Reply__Output } from '../../../proto/gen/nlu/v1/Reply.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { domainPeer } from '../../support/servers/domain-peer.js';
import { dial, serve } from '../../support/servers/serve.js';

const { Exchange, Interpret } = definitions().domain;

test.each([
  ['metadata that HTTP/2 cannot carry', { metadata: { 'no key': 'x' } }, /^metadata: .*illegal characters/],
  ['bytes that are no request', { request: Buffer.from([0x0f]) }, /^request: is no such message: /],
])('%s: the call is refused, and the stream goes on', async (_name, fault, details) => {
  const server = await serve(domainPeer({ interpret: async () => ({ requestId: 'answered' }) }));
  const stream = dial(server.address).makeBidiStreamRequest(
    Exchange.path,
    Exchange.requestSerialize,
    Exchange.responseDeserialize,
  );
  const replies: Reply__Output[] = [];
  stream.on('error', () => {});
  stream.on('data', (batch: { replies: Reply__Output[] }) => replies.push(...batch.replies));
  const good = { id: 2, method: 'Interpret', request: Interpret.requestSerialize({}), timeoutMs: 5_000 };
  stream.write({ calls: [{ ...good, id: 1, ...fault }, good] });
  await expect.poll(() => replies, { timeout: 10_000 }).toHaveLength(2);
  stream.cancel();
  const byId = new Map(replies.map((reply) => [reply.id, reply]));
  expect(byId.get(1)).toMatchObject({ code: 3, details: expect.stringMatching(details) });
  expect(byId.get(2)).toMatchObject({ code: 0 });
});

test('more calls than a stream may have under way are refused, and more than a message may hold end it', async () => {
  let handled = 0;
  const interpret = () => {
    handled++;
    return new Promise<never>(() => {});
  };
  const server = await serve(domainPeer({ interpret }));
  const stream = dial(server.address).makeBidiStreamRequest(
    Exchange.path,
    Exchange.requestSerialize,
    Exchange.responseDeserialize,
  );
  const codes: number[] = [];
  let ended: { code?: number } = {};
  stream.on('error', (error) => {
    ended = error as { code?: number };
  });
  stream.on('data', (batch: { replies: Reply__Output[] }) => codes.push(...batch.replies.map(({ code }) => code)));
  const calls = (count: number, first: number) =>
    Array.from({ length: count }, (_, index) => ({ id: first + index, method: 'Interpret', timeoutMs: 60_000 }));
  stream.write({ calls: calls(2_000, 1) });
  await expect.poll(() => codes, { timeout: 10_000 }).toHaveLength(2_000 - 1_024);
  expect(new Set(codes)).toEqual(new Set([8]));
  stream.write({ calls: calls(5_000, 2_001) });
  await expect.poll(() => ended.code, { timeout: 10_000 }).toBe(13);
  expect(handled).toBeLessThanOrEqual(1_024);
});
