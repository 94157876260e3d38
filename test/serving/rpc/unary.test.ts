import { Metadata } from '@grpc/grpc-js';
import { expect, test, vi } from 'vitest';
import { invalidField } from '../../../serving/errors.js';
import type { CancelSignal } from '../../../serving/rpc/cancellation.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { type CallContext, unary } from '../../../serving/rpc/unary.js';
import { deferred } from '../../support/deferred.js';
import { domainPeer } from '../../support/servers/domain-peer.js';
import { dial, serve } from '../../support/servers/serve.js';

const { Interpret, Describe } = definitions().domain;
const untilAborted = (signal: CancelSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('request and reply cross the wire with defaults filled in', async () => {
  const server = await serve(
    domainPeer({
      interpret: async (request) => ({ requestId: request.requestId, inDomain: request.utterance.length }),
    }),
  );
  const reply = await callUnary(
    dial(server.address),
    Interpret,
    { utterance: 'play', requestId: 'r1' },
    { timeoutMs: 2000 },
  );
  expect(reply).toEqual({
    requestId: 'r1',
    hypotheses: [],
    screened: false,
    controlsPlayback: false,
    warnings: [],
    media: [],
    inDomain: 4,
    bundleVersion: '',
    bundleDigest: '',
    catalogueVersion: '',
  });
});

test('an NluError reaches the caller with its code and text', async () => {
  const server = await serve(domainPeer({ interpret: async () => Promise.reject(invalidField('utterance', 'empty')) }));
  const call = callUnary(dial(server.address), Interpret, {}, { timeoutMs: 2000 });
  await expect(call).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: 'utterance: empty' });
});

test('a defect is logged, not echoed, whether thrown or rejected, and the server lives on', async () => {
  const log = vi.fn();
  const peer = domainPeer({});
  const thrown = () => {
    throw new TypeError('secret');
  };
  const server = await serve({
    ...peer,
    implementation: { ...peer.implementation, Interpret: unary(thrown, log), Describe: unary(async () => ({}), log) },
  });
  const channel = dial(server.address);
  const call = callUnary(channel, Interpret, {}, { timeoutMs: 2000 });
  await expect(call).rejects.toMatchObject({ code: 'INTERNAL', message: 'internal error' });
  expect(log).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: 'secret' }), Interpret.path);
  await expect(callUnary(channel, Describe, {}, { timeoutMs: 2000 })).resolves.toMatchObject({ domain: '' });
});

test('the handler learns deadline and metadata', async () => {
  let seen: CallContext | undefined;
  const server = await serve(
    domainPeer({
      interpret: async (_, context) => {
        seen = context;
        return {};
      },
    }),
  );
  const metadata = new Metadata();
  metadata.set('x-trace', 't1');
  await callUnary(dial(server.address), Interpret, {}, { timeoutMs: 5000, metadata });
  expect(seen?.deadlineMs).toBeGreaterThan(performance.now());
  expect(seen?.deadlineMs).toBeLessThanOrEqual(performance.now() + 5000);
  expect(seen?.metadata.get('x-trace')).toEqual(['t1']);
  expect(seen?.method).toBe('/nlu.v1.Domain/Interpret');
});

test('a caller that cancels is told so at once, and the handler too', async () => {
  const started = deferred<CancelSignal>();
  const server = await serve(
    domainPeer({
      interpret: (_, { signal }) => {
        started.resolve(signal);
        return untilAborted(signal);
      },
    }),
  );
  const abort = new AbortController();
  const call = callUnary(dial(server.address), Interpret, {}, { timeoutMs: 60_000, signal: abort.signal });
  const signal = await started.promise;
  abort.abort();
  await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  await vi.waitFor(() => expect(signal.aborted).toBe(true));
});

test('a call that is cancelled beforehand is never made', async () => {
  const call = callUnary(dial('127.0.0.1:1'), Interpret, {}, { timeoutMs: 1000, signal: AbortSignal.abort() });
  await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('a passed deadline fails the call and aborts the handler', async () => {
  const aborted = deferred();
  const server = await serve(
    domainPeer({ interpret: (_, { signal }) => untilAborted(signal).finally(() => aborted.resolve()) }),
  );
  const call = callUnary(dial(server.address), Interpret, {}, { timeoutMs: 500 });
  await expect(call).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  await aborted.promise;
});

test('nobody at the address is UNAVAILABLE', async () => {
  const call = callUnary(dial('127.0.0.1:1'), Interpret, {}, { timeoutMs: 2000 });
  await expect(call).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('a request over the message limit is RESOURCE_EXHAUSTED', async () => {
  const server = await serve(domainPeer({ interpret: async () => ({}) }));
  const call = callUnary(dial(server.address), Interpret, { utterance: 'x'.repeat(2 ** 21) }, { timeoutMs: 2000 });
  await expect(call).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
});

test("bytes that are no message are the caller's fault, not ours", async () => {
  const channel = dial((await serve(domainPeer({ interpret: async () => ({}) }))).address);
  const raw = { ...Interpret, requestSerialize: () => Buffer.from([0x0f]) };
  await expect(callUnary(channel, raw, {}, { timeoutMs: 5_000 })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: expect.stringMatching(/^request: is no such message: \w/),
  });
});
