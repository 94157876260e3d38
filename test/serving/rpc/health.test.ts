import { service as health } from 'grpc-health-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Method } from '../../../proto/client/unary-call.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { domainPeer } from '../../support/servers/domain-peer.js';
import { field, frame, outcomeOf, rawConnection, rawStream } from '../../support/servers/raw-call.js';
import { dial, serve } from '../../support/servers/serve.js';

const OVER = 8;
const UNKNOWN = 5;

async function ask(address: string, method: string, name: string) {
  const session = await rawConnection(address);
  onTestFinished(() => session.destroy());
  const stream = rawStream(session, `/grpc.health.v1.Health/${method}`);
  stream.end(frame(field(1, name)));
  return outcomeOf(stream);
}

test.each(['Check', 'Watch'])('%s takes no name but its own, and no request over 1 KiB', async (method) => {
  const { address } = await serve(domainPeer({}));
  expect(await ask(address, method, 'nlu.v1.Nobody')).toMatchObject({
    status: UNKNOWN,
    details: 'service: no such service here; one of "", "nlu.v1.Domain"',
  });
  // A name that no header can hold was never answered.
  for (const length of [1_100, 300_000]) {
    expect(await ask(address, method, 'x'.repeat(length))).toMatchObject({ status: OVER });
  }
});

test('watching names that grow keeps nothing of them', { timeout: 60_000 }, async () => {
  const { address } = await serve(domainPeer({}));
  const flood = async () => {
    const session = await rawConnection(address);
    const ends = Array.from({ length: 60 }, (_, index) => {
      const stream = rawStream(session, '/grpc.health.v1.Health/Watch');
      stream.end(frame(field(1, 'x'.repeat(1_000_000 - index))));
      return outcomeOf(stream);
    });
    await Promise.all(ends);
    session.destroy();
  };
  await flood();
  const before = process.memoryUsage();
  for (let round = 0; round < 3; round++) await flood();
  // 180 MB of names were kept for good.
  await vi.waitFor(
    () => {
      const { heapUsed, external } = process.memoryUsage();
      expect(heapUsed + external - before.heapUsed - before.external).toBeLessThan(60e6);
    },
    { timeout: 30_000, interval: 500 },
  );
});

test('a list names every service', async () => {
  const server = await serve(domainPeer({}));
  const list = health.List as unknown as Method<object, { statuses: Record<string, { status: string }> }>;
  const { statuses } = await callUnary(dial(server.address), list, {}, { timeoutMs: 5_000 });
  expect(statuses).toEqual({ '': { status: 'SERVING' }, 'nlu.v1.Domain': { status: 'SERVING' } });
});
