import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { DomainInterpretRequest__Output } from '../../../proto/gen/nlu/v1/DomainInterpretRequest.js';
import { invalidField, NluError } from '../../../serving/errors.js';
import type { CancelSignal } from '../../../serving/rpc/cancellation.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { startServer } from '../../../serving/rpc/server.js';
import type { CallContext } from '../../../serving/rpc/unary.js';
import { deferred } from '../../support/deferred.js';
import { type DomainScript, domainPeer } from '../../support/servers/domain-peer.js';
import { serve } from '../../support/servers/serve.js';
import { channelTo } from '../../support/servers/streaming-channel.js';

const { Rerank } = definitions().domain;
const echo: DomainScript = { interpret: async ({ requestId }) => ({ requestId }) };
const never = () => new Promise<never>(() => {});

describe.each([1, 3])('a stream, replicas: %i', (replicas) => {
  /** A channel to replicas of one script, with all its streams open. */
  async function streamTo(script: DomainScript) {
    const servers = await Promise.all(Array.from({ length: replicas }, () => serve(domainPeer(script))));
    const made = channelTo(servers.map(({ address }) => address));
    await made.streams(replicas);
    return made;
  }

  test('carries many calls at once, each with its own reply', async () => {
    const slowFirst: DomainScript = {
      interpret: async ({ requestId }) => {
        if (requestId === '0') await new Promise((resolve) => setTimeout(resolve, 20));
        return { requestId };
      },
    };
    const { interpret } = await streamTo(slowFirst);
    const ids = Array.from({ length: 500 }, (_, index) => String(index));
    const replies = await Promise.all(ids.map((id) => interpret(id)));
    expect(replies.map((reply) => reply.requestId)).toEqual(ids);
  });

  test('hands over method, deadline and metadata as a unary call does', async () => {
    const seen: CallContext[] = [];
    const rerank: DomainScript['rerank'] = async ({ requestId }, context) => {
      seen.push(context);
      return { requestId };
    };
    const { channel } = await streamTo({ rerank });
    await channel.call(Rerank, 'Rerank', { requestId: 'r' }, { timeoutMs: 2_000 });
    expect(seen[0].method).toBe('/nlu.v1.Domain/Rerank');
    expect(seen[0].deadlineMs! - performance.now()).toBeLessThanOrEqual(2_000);
    expect(seen[0].deadlineMs! - performance.now()).toBeGreaterThan(500);
  });

  test.each([
    ['an NluError', () => Promise.reject(invalidField('utterance', 'empty')), 'INVALID_ARGUMENT', 'utterance: empty'],
    ['a defect, whose text stays inside', () => Promise.reject(new TypeError('secret')), 'INTERNAL', 'internal error'],
  ])('carries %s', async (_, interpret, code, message) => {
    const stream = await streamTo({ interpret });
    await expect(stream.interpret('1')).rejects.toMatchObject({ code, message });
    expect(stream.channel.streams).toBe(replicas);
  });

  test('refuses a reply over the message limit, and lives on', async () => {
    const { channel, interpret } = await streamTo({
      interpret: async ({ requestId }) => ({
        requestId,
        bundleDigest: requestId === 'large' ? 'x'.repeat(2 ** 20) : '',
      }),
    });
    await expect(interpret('large')).rejects.toMatchObject({
      code: 'RESOURCE_EXHAUSTED',
      reason: 'MESSAGE_TOO_LARGE',
    });
    expect(await interpret('small')).toMatchObject({ requestId: 'small' });
    expect(channel.streams).toBe(replicas);
  });

  test('takes replies that fill many messages', async () => {
    const { interpret } = await streamTo({
      interpret: async ({ requestId }) => ({ requestId, bundleDigest: 'x'.repeat(200_000) }),
    });
    const replies = await Promise.all(Array.from({ length: 40 }, (_, index) => interpret(String(index))));
    expect(replies.every((reply) => reply.bundleDigest.length === 200_000)).toBe(true);
  });

  test('fails when the deadline passes, and the handler’s signal aborts', async () => {
    const signals: CancelSignal[] = [];
    const { interpret } = await streamTo({
      interpret: (_, { signal }) => {
        signals.push(signal);
        return never();
      },
    });
    await expect(interpret('1', { timeoutMs: 30 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await vi.waitFor(() => expect(signals[0].aborted).toBe(true));
  });

  test('cancels one call and no other', async () => {
    const signals = new Map<string, CancelSignal>();
    const asked = deferred();
    const interpret = ({ requestId }: DomainInterpretRequest__Output, { signal }: CallContext) => {
      signals.set(requestId, signal);
      if (signals.size === 2) asked.resolve();
      return never();
    };
    const stream = await streamTo({ interpret });
    const caller = new AbortController();
    const call = stream.interpret('gone', { signal: caller.signal });
    stream.interpret('stays').catch(() => {});
    await asked.promise;
    caller.abort(new NluError('CANCELLED', 'enough'));
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED', message: 'enough' });
    await vi.waitFor(() => expect(signals.get('gone')!.aborted).toBe(true));
    expect(signals.get('stays')!.aborted).toBe(false);
    await expect(stream.interpret('late', { signal: caller.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('without a stream', () => {
  test('calls go one by one to a peer that knows none', async () => {
    const peer = domainPeer(echo);
    const { Exchange: _, ...implementation } = peer.implementation;
    const server = await serve({ ...peer, implementation });
    const { channel, interpret } = channelTo([server.address]);
    for (const id of ['1', '2', '3']) expect(await interpret(id)).toMatchObject({ requestId: id });
    expect(channel.streams).toBe(0);
  });

  test('a broken stream takes no call along unnoticed, and the next stream is found', async () => {
    let hold = true;
    const begun = deferred();
    const script: DomainScript = {
      interpret: ({ requestId }) => {
        begun.resolve();
        return hold ? never() : Promise.resolve({ requestId });
      },
    };
    const first = await startServer({ host: '127.0.0.1', port: 0, services: [domainPeer(script)] });
    const { interpret, streams } = channelTo([first.address]);
    await streams(1);
    const lost = interpret('1');
    await begun.promise;
    hold = false;
    await first.drain(1);
    const second = await startServer({ host: '127.0.0.1', port: first.port, services: [domainPeer(script)] });
    onTestFinished(() => second.drain(100));
    // Made again it meets either server, or none.
    const outcome = await lost.catch((error: NluError) => error.code);
    expect(['UNAVAILABLE', expect.objectContaining({ requestId: '1' })]).toContainEqual(outcome);
    await vi.waitFor(async () => expect(await interpret('2')).toMatchObject({ requestId: '2' }), { timeout: 5_000 });
    await streams(1);
    expect(await interpret('3')).toMatchObject({ requestId: '3' });
  });

  test('a peer that is ill is asked as often as the rules say', async () => {
    let asked = 0;
    const ill = domainPeer({
      interpret: async () => {
        asked += 1;
        throw new NluError('UNAVAILABLE', 'ill');
      },
    });
    const server = await serve(ill);
    for (const attempts of [1, 3]) {
      const { interpret, streams } = channelTo([server.address], { repeats: { attempts } });
      await streams(1);
      asked = 0;
      await expect(interpret('1')).rejects.toMatchObject({ code: 'UNAVAILABLE', message: 'ill' });
      expect(asked).toBe(attempts);
    }
  });
});

test('a drain lets the calls under way finish and ends the stream', async () => {
  const begun = deferred();
  const free = deferred();
  const peer = domainPeer({
    interpret: async ({ requestId }) => {
      begun.resolve();
      await free.promise;
      return { requestId };
    },
  });
  const server = await startServer({ host: '127.0.0.1', port: 0, services: [peer] });
  const { channel, interpret, streams } = channelTo([server.address]);
  await streams(1);
  const call = interpret('1');
  await begun.promise;
  const drained = server.drain(20_000);
  await vi.waitFor(() => expect(channel.streams).toBe(0));
  free.resolve();
  expect(await call).toMatchObject({ requestId: '1' });
  const startMs = performance.now();
  await drained;
  expect(performance.now() - startMs).toBeLessThan(10_000);
});
