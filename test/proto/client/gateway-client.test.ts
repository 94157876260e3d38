import { getEventListeners } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { InterpretRequest } from '../../../proto/client/index.js';
import { deferred } from '../../support/deferred.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { clientOf, failureOf, scripted } from '../../support/servers/gateway-clients.js';
import { gatewayPeer } from '../../support/servers/gateway-peer.js';
import { serve } from '../../support/servers/serve.js';

const utterance = 'play';
const never = () => new Promise<never>(() => {});

describe('one gateway', () => {
  test('interprets, re-ranks and describes, with enum values that have no prefix', async () => {
    const scores = { domain: 0.9, intent: 0.9, slot: 0.9 };
    const music = {
      interpret: async () => replyOf('music', [0.9]),
      rerank: async () => replyOf('music', [0.8]),
      describe: async () => ({ domain: 'music', bundleVersion: 'v1', intents: [{ name: 'play', slots: ['title'] }] }),
    };
    const gateway = await gatewayBefore({ music, books: await serverlessAddress() });
    const client = clientOf({ gateways: [gateway.address], deadlineMs: 5_000 });

    const answer = await client.interpret({ utterance, requestId: 'r1' });
    expect(answer).toMatchObject({ requestId: 'r1', decision: 'ACCEPT', degraded: true });
    expect(answer.hypotheses[0]).toMatchObject({ domain: 'music', confidence: 0.9 });
    expect(answer.hypotheses[0].scores).toEqual({ domain: 0.9, intent: 0.8, slot: 0.7 });
    expect(answer.domains).toMatchObject([
      { domain: 'music', status: 'OK' },
      { domain: 'books', status: 'UNAVAILABLE' },
    ]);

    const hypotheses = [{ domain: 'music', intent: 'music.play', slots: [], scores }];
    expect(await client.rerank({ utterance, hypotheses })).toMatchObject({ decision: 'ACCEPT', degraded: false });

    const { domains } = await client.describe();
    expect(domains).toMatchObject([
      { domain: 'music', status: 'OK', intents: [{ name: 'play', slots: ['title'] }] },
      { domain: 'books', status: 'UNAVAILABLE' },
    ]);
  });

  test('enum values that are newer than the client stay numbers', async () => {
    const { address } = await serve(
      gatewayPeer({
        interpret: async () => ({ decision: 9 as 0, domains: [{ domain: 'music', status: 8 as 0 }] }),
        describe: async () => ({ domains: [{ domain: 'music', status: 8 as 0 }] }),
      }),
    );
    const client = clientOf({ gateways: [address], deadlineMs: 5_000 });
    expect(await client.interpret({ utterance })).toMatchObject({ decision: 9, domains: [{ status: 8 }] });
    expect(await client.describe()).toMatchObject({ domains: [{ status: 8 }] });
  });

  test('a deadline ends a call, at the gateway too', async () => {
    const cancelled = deferred<void>();
    const slow = await scripted('slow', (_, { signal }) => {
      signal.addEventListener('abort', () => cancelled.resolve());
      return never();
    });
    const client = clientOf({ gateways: [slow.address], deadlineMs: 60_000 });
    const startMs = performance.now();
    const error = await failureOf(client.interpret({ utterance }, { deadlineMs: 100 }));
    expect(performance.now() - startMs).toBeGreaterThan(90);
    expect(error).toMatchObject({ name: 'GatewayError', code: 'DEADLINE_EXCEEDED', gateway: slow.address });
    await cancelled.promise;
  });

  test('the deadline is 300 ms unless it is told', async () => {
    const { address, asked } = await scripted('quick');
    const nowMs = performance.now();
    await clientOf({ gateways: [address] }).interpret({ utterance });
    expect(asked[0]?.deadlineMs).toBeGreaterThan(nowMs + 250);
    expect(asked[0]?.deadlineMs).toBeLessThan(performance.now() + 301);
  });

  test('an abort cancels a call, at the gateway too', async () => {
    const cancelled = deferred<void>();
    const slow = await scripted('slow', (_, { signal }) => {
      signal.addEventListener('abort', () => cancelled.resolve());
      return never();
    });
    const client = clientOf({ gateways: [slow.address], deadlineMs: 60_000 });
    const caller = new AbortController();
    const call = failureOf(client.interpret({ utterance }, { signal: caller.signal }));
    await vi.waitFor(() => expect(slow.asked).toHaveLength(1));
    const reason = new Error('the user hung up');
    caller.abort(reason);
    expect(await call).toMatchObject({ code: 'CANCELLED', cause: reason });
    await cancelled.promise;

    const late = failureOf(client.interpret({ utterance }, { signal: caller.signal }));
    expect(await late).toMatchObject({ code: 'CANCELLED', gateway: undefined });
    expect(slow.asked).toHaveLength(1);
  });
});

describe('close', () => {
  const closed = { code: 'CANCELLED', message: 'the client is closed', gateway: undefined };

  test.each([
    ['with one gateway asked', 10_000, [1, 0]],
    ['with both asked', 20, [1, 1]],
  ])('ends calls that are under way, %s, and asks nobody else', async (_, hedgeAfterMs, counts) => {
    const gone = [deferred<void>(), deferred<void>()];
    const stuck = (place: number) =>
      scripted('stuck', (_, { signal }) => {
        signal.addEventListener('abort', () => gone[place]?.resolve());
        return never();
      });
    const gateways = [await stuck(0), await stuck(1)];
    const addresses = gateways.map(({ address }) => address);
    const client = clientOf({ gateways: addresses, deadlineMs: 10_000, hedgeAfterMs });
    const call = failureOf(client.interpret({ utterance }));
    const asked = () => gateways.map((gateway) => gateway.asked.length);
    await vi.waitFor(() => expect(asked()).toEqual(counts), { timeout: 5_000 });
    client.close();
    expect(await call).toMatchObject(closed);
    for (const [place, { promise }] of gone.entries()) if (counts[place] === 1) await promise;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(asked()).toEqual(counts);
  });

  test('ends calls that wait for a connection or for a hedge', async () => {
    const gateways = [await serverlessAddress(), (await scripted('other')).address];
    const client = clientOf({ gateways, deadlineMs: 10_000, hedgeAfterMs: 1 });
    const calls = Array.from({ length: 4 }, () => failureOf(client.interpret({ utterance })));
    client.close();
    for (const call of calls) expect(await call).toMatchObject(closed);
  });

  test('refuses every later call, and may be repeated', async () => {
    const { address, asked } = await scripted('well');
    const client = clientOf({ gateways: [address, address] });
    client.close();
    client.close();
    for (const call of [() => client.interpret({ utterance }), () => client.rerank({}), () => client.describe()]) {
      expect(await failureOf(call())).toMatchObject(closed);
    }
    expect(asked).toHaveLength(0);
  });
});

test('many calls may share a signal, and leave no listener on it', async () => {
  const warnings: Error[] = [];
  const warn = (warning: Error) => warnings.push(warning);
  process.on('warning', warn);
  onTestFinished(() => void process.off('warning', warn));
  const { address, asked } = await scripted('slow', never);
  const quick = await scripted('quick');
  const [client, other] = [
    clientOf({ gateways: [address], deadlineMs: 10_000 }),
    clientOf({ gateways: [quick.address] }),
  ];
  const caller = new AbortController();
  await other.interpret({ utterance }, { signal: caller.signal });
  expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
  const calls = Array.from({ length: 30 }, () => failureOf(client.interpret({ utterance }, { signal: caller.signal })));
  await vi.waitFor(() => expect(asked).toHaveLength(30), { timeout: 5_000 });
  expect(getEventListeners(caller.signal, 'abort')).toHaveLength(1);
  caller.abort();
  for (const call of calls) expect((await call).code).toBe('CANCELLED');
  expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
  expect(warnings).toEqual([]);
});

describe('requests that are not sent', () => {
  test.each<[string, unknown, string]>([
    ['null', null, 'request: is not an object'],
    ['text', 'play', 'request: is not an object'],
    ['a list', [], 'request: is not an object'],
    ['text for a message', { utterance, context: 'tv' }, 'request: InterpretRequest.context: object expected'],
    ['text for a list', { utterance, domains: 'music' }, 'request: InterpretRequest.domains: array expected'],
    [
      'a lone surrogate in a hearing',
      { recognised: [{ text: 'play' }, { text: 'pl\udc00ay' }] },
      'recognised[1].text: holds a lone surrogate; send well-formed Unicode',
    ],
    ['a lone surrogate', { utterance: 'pl\udc00ay' }, 'utterance: holds a lone surrogate; send well-formed Unicode'],
  ])('%s is refused by the client', async (_, request, message) => {
    const { address, asked } = await scripted('well');
    const error = await failureOf(clientOf({ gateways: [address] }).interpret(request as InterpretRequest));
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', message, gateway: undefined });
    expect(asked).toHaveLength(0);
  });

  test('pairs of surrogates are text', async () => {
    const heard: string[] = [];
    const { address } = await scripted('well', async (request) => {
      heard.push(request.utterance);
      return {};
    });
    await clientOf({ gateways: [address] }).interpret({ utterance: 'play \u{1f3b5}' });
    expect(heard).toEqual(['play \u{1f3b5}']);
  });
});
