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
