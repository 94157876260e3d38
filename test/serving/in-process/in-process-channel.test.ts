import { Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { NluError } from '../../../serving/errors.js';
import { InProcessChannel } from '../../../serving/in-process/in-process-channel.js';
import { Cancellation } from '../../../serving/rpc/cancellation.js';
import type { CallContext } from '../../../serving/rpc/unary.js';
import { deferred } from '../../support/deferred.js';

const request = Buffer.from('request');

function channelOf(handle: (request: Buffer, context: CallContext) => Promise<Buffer>) {
  const defects: unknown[] = [];
  const method = { path: '/nlu.v1.Domain/Interpret', handle };
  const channel = new InProcessChannel({ Interpret: method }, (defect) => defects.push(defect));
  return { channel, defects };
}

test('a call hands over bytes, deadline, metadata and the caller, and is made at once', async () => {
  const seen: CallContext[] = [];
  const { channel } = channelOf(async (bytes, context) => {
    seen.push(context);
    return Buffer.concat([bytes, bytes]);
  });
  const metadata = new Metadata();
  metadata.set('traceparent', 'one');
  const begunMs = performance.now();
  const reply = channel.call('Interpret', request, { timeoutMs: 1_000, metadata, caller: 'kitchen' });
  expect(seen).toHaveLength(1);
  expect((await reply).toString()).toBe('requestrequest');
  const { metadata: sent, deadlineMs, ...context } = seen[0]!;
  expect(context).toMatchObject({ method: '/nlu.v1.Domain/Interpret', peer: 'in-process' });
  expect(sent.getMap()).toEqual({ traceparent: 'one', 'nlu-caller': 'kitchen' });
  expect(deadlineMs! - begunMs).toBeGreaterThanOrEqual(1_000);
  expect(deadlineMs! - begunMs).toBeLessThan(1_500);
});

test('the handler hears of a deadline that passes and of a caller that leaves, and its reply is dropped', async () => {
  const reply = deferred();
  const contexts: CallContext[] = [];
  const { channel, defects } = channelOf(async (bytes, context) => {
    contexts.push(context);
    await reply.promise;
    if (context.signal.aborted) throw new TypeError('cut short');
    return bytes;
  });
  const late = channel.call('Interpret', request, { timeoutMs: 20 });
  await expect(late).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', message: 'no reply within 20 ms' });
  const signal = new Cancellation();
  const left = channel.call('Interpret', request, { timeoutMs: 10_000, signal });
  const reason = new NluError('CANCELLED', 'cancelled by the caller');
  signal.abort(reason);
  await expect(left).rejects.toBe(reason);
  expect(contexts.map((context) => context.signal.aborted)).toEqual([true, true]);
  reply.resolve();
  await channel.drain(1_000);
  expect(defects).toEqual([]);
  await expect(channel.call('Interpret', request, { timeoutMs: 1, signal })).rejects.toBe(reason);
  expect(contexts).toHaveLength(2);
});

test('a defect is logged and not told; an NluError is told as over the network', async () => {
  const errors = [new TypeError('secret'), new NluError('INVALID_ARGUMENT', `utterance: ${'x'.repeat(2_000)}`)];
  const { channel, defects } = channelOf(() => Promise.reject(errors.shift()));
  const failure = () => channel.call('Interpret', request, { timeoutMs: 1_000 }).catch((error) => error);
  expect(await failure()).toMatchObject({ code: 'INTERNAL', message: 'internal error' });
  expect(defects).toEqual([new TypeError('secret')]);
  const { code, message } = await failure();
  expect(code).toBe('INVALID_ARGUMENT');
  expect(message).toHaveLength(1024);
});

test('a drain refuses further calls and waits for those under way', async () => {
  const reply = deferred();
  const { channel } = channelOf(async (bytes) => {
    await reply.promise;
    return bytes;
  });
  const under = channel.call('Interpret', request, { timeoutMs: 10_000 });
  let drained = false;
  const drain = channel.drain(10_000).then(() => {
    drained = true;
  });
  await expect(channel.call('Interpret', request, { timeoutMs: 10_000 })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
  expect(drained).toBe(false);
  reply.resolve();
  expect(await under).toEqual(request);
  await drain;
});

test('a drain gives up calls that do not end in time', async () => {
  const { channel } = channelOf(() => new Promise(() => {}));
  const call = channel.call('Interpret', request, { timeoutMs: 100 });
  await channel.drain(10);
  await expect(call).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
});
