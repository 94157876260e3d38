import { once } from 'node:events';
import { createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { refuseEarly } from '../../../../serving/rpc/connections/early-refusal.js';
import { UnfinishedRequests, type UnfinishedRules } from '../../../../serving/rpc/connections/unfinished-requests.js';
import { frame, outcomeOf, rawConnection, rawStream } from '../../../support/servers/raw-call.js';

const MOST_BYTES = 20_000;

/** A real HTTP/2 server that answers a whole message with status 0 and its length. */
async function receiver(rules: Partial<UnfinishedRules>) {
  const unfinished = new UnfinishedRequests({ wholeMs: 60_000, mostBytes: 1e6, ...rules });
  const server = createServer();
  server.on('stream', (stream: ServerHttp2Stream) => {
    stream.on('error', () => {});
    unfinished.receive(stream, MOST_BYTES, {
      whole() {
        const message = stream.read() as Buffer;
        stream.respond({ ':status': 200, 'grpc-status': 0, 'grpc-message': message.length }, { endStream: true });
      },
      refused: (error) => refuseEarly(stream, error),
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const session = await rawConnection(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    session.destroy();
    server.close();
  });
  return { unfinished, send: () => rawStream(session, '/a.B/C') };
}

test('a message is passed on when it is whole, in however many pieces it came', async () => {
  const { unfinished, send } = await receiver({});
  const bytes = frame(Buffer.alloc(600, 'x'));
  for (const size of [bytes.length, 100, 3]) {
    const stream = send();
    const outcome = outcomeOf(stream);
    for (let start = 0; start < bytes.length; start += size) {
      stream.write(bytes.subarray(start, start + size));
      await new Promise(setImmediate);
    }
    expect(await outcome).toMatchObject({ status: 0, details: String(bytes.length) });
  }
  expect(unfinished.bytes).toBe(0);
});

test('a message that says that it is too large, one that ends early and one that is late are refused', async () => {
  const { unfinished, send } = await receiver({ wholeMs: 100 });
  const large = send();
  large.write(frame(Buffer.alloc(0), MOST_BYTES + 1));
  expect(await outcomeOf(large)).toMatchObject({ status: 8, details: 'message larger than max (20001 vs. 20000)' });
  const short = send();
  short.end(frame(Buffer.alloc(9), 10));
  expect(await outcomeOf(short)).toMatchObject({
    status: 3,
    details: 'request: ended before its message was whole',
  });
  const late = send();
  late.write(frame(Buffer.alloc(9), 10));
  expect(await outcomeOf(late)).toMatchObject({ status: 4 });
  const silent = send();
  expect(await outcomeOf(silent)).toMatchObject({ status: 4 });
  expect(unfinished.bytes).toBe(0);
});

test('bytes are bounded in all, at the cost of those that wait longest', async () => {
  const { unfinished, send } = await receiver({ mostBytes: 100_000 });
  const outcomes = Array.from({ length: 30 }, () => {
    const stream = send();
    stream.write(frame(Buffer.alloc(9_999), 10_000));
    return outcomeOf(stream);
  });
  await Promise.all(outcomes.slice(0, 20).map(async (one) => expect(await one).toMatchObject({ status: 8 })));
  await vi.waitFor(() => expect(unfinished.bytes).toBeGreaterThan(80_000));
  expect(unfinished.bytes).toBeLessThanOrEqual(100_000);
  const whole = send();
  whole.end(frame(Buffer.alloc(18_000)));
  expect(await outcomeOf(whole)).toMatchObject({ status: 0 });
});

test('pieces of a byte cost what they take', async () => {
  const { unfinished, send } = await receiver({});
  const stream = send();
  for (const byte of frame(Buffer.alloc(95), 10_000)) {
    stream.write(Buffer.from([byte]));
    await new Promise(setImmediate);
  }
  await vi.waitFor(() => expect(unfinished.bytes).toBeGreaterThan(1_000));
  stream.close();
  await vi.waitFor(() => expect(unfinished.bytes).toBe(0));
});
