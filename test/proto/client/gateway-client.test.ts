import { getEventListeners } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  createGatewayClient,
  type GatewayClientOptions,
  GatewayError,
  type InterpretRequest,
} from '../../../proto/client/index.js';
import { type ErrorCode, NluError } from '../../../serving/errors.js';
import { startServer } from '../../../serving/rpc/server.js';
import type { CallContext } from '../../../serving/rpc/unary.js';
import { serverCredentials } from '../../../serving/security/credentials.js';
import { deferred } from '../../support/deferred.js';
import { temporaryFile } from '../../support/files.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { makeAuthority } from '../../support/servers/certificates.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';
import { type GatewayScript, gatewayPeer } from '../../support/servers/gateway-peer.js';
import { serve } from '../../support/servers/serve.js';

const utterance = 'play';
const never = () => new Promise<never>(() => {});

function clientOf(options: GatewayClientOptions) {
  const client = createGatewayClient(options);
  onTestFinished(() => client.close());
  return client;
}

/** A gateway on the wire that counts what it is asked; its answers name it. */
async function scripted(name: string, interpret: GatewayScript['interpret'] = async () => ({ requestId: name })) {
  const asked: CallContext[] = [];
  const peer = gatewayPeer({
    interpret: (request, context) => {
      asked.push(context);
      return interpret(request, context);
    },
  });
  return { address: (await serve(peer)).address, asked };
}

/** The error of a call that must fail. */
async function failureOf(call: Promise<unknown>): Promise<GatewayError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(GatewayError);
  return error as GatewayError;
}

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
    const nowMs = Date.now();
    await clientOf({ gateways: [address] }).interpret({ utterance });
    expect(asked[0]?.deadlineMs).toBeGreaterThan(nowMs + 250);
    expect(asked[0]?.deadlineMs).toBeLessThan(Date.now() + 301);
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

describe('several gateways', () => {
  const patient = { deadlineMs: 10_000, hedgeAfterMs: 10_000 };

  test('are asked in turn', async () => {
    const [one, two] = [await scripted('one'), await scripted('two')];
    const client = clientOf({ gateways: [one.address, two.address], ...patient });
    const names: string[] = [];
    for (let call = 0; call < 4; call++) names.push((await client.interpret({ utterance })).requestId);
    expect(names).toEqual(['one', 'two', 'one', 'two']);
  });

  const failing = (code: ErrorCode) => async () =>
    (await scripted('ill', () => Promise.reject(new NluError(code, 'ill')))).address;

  test.each([
    ['is gone', serverlessAddress],
    ['is full', failing('RESOURCE_EXHAUSTED')],
    ['drains', failing('UNAVAILABLE')],
    ['has a defect', failing('INTERNAL')],
    ['gives up early', failing('DEADLINE_EXCEEDED')],
  ])('another answers when one %s', async (_, address) => {
    const well = await scripted('well');
    const client = clientOf({ gateways: [await address(), well.address], ...patient });
    for (let call = 0; call < 4; call++) {
      expect((await client.interpret({ utterance })).requestId).toBe('well');
    }
  });

  test('another answers when one dies with the call under way', async () => {
    const doomed = await startServer({ host: '127.0.0.1', port: 0, services: [gatewayPeer({ interpret: never })] });
    const well = await scripted('well');
    const client = clientOf({ gateways: [doomed.address, well.address], ...patient });
    const answer = client.interpret({ utterance });
    setTimeout(() => void doomed.drain(1), 50);
    expect((await answer).requestId).toBe('well');
  });

  test('the next one is asked when one is slow, and the slow call is cancelled', async () => {
    const cancelled = deferred<void>();
    const slow = await scripted('slow', (_, { signal }) => {
      signal.addEventListener('abort', () => cancelled.resolve());
      return never();
    });
    const quick = await scripted('quick');
    const client = clientOf({ gateways: [slow.address, quick.address], deadlineMs: 10_000, hedgeAfterMs: 50 });
    expect((await client.interpret({ utterance })).requestId).toBe('quick');
    await cancelled.promise;
    expect([slow.asked.length, quick.asked.length]).toEqual([1, 1]);
  });

  test('a slow answer counts when it comes first all the same', async () => {
    const slow = await scripted('slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { requestId: 'slow' };
    });
    const stuck = await scripted('stuck', never);
    const client = clientOf({ gateways: [slow.address, stuck.address], deadlineMs: 10_000, hedgeAfterMs: 20 });
    expect((await client.interpret({ utterance })).requestId).toBe('slow');
    expect(stuck.asked).toHaveLength(1);
  });

  test('what is the fault of the call is not tried again', async () => {
    const picky = await scripted('picky', () =>
      Promise.reject(new NluError('INVALID_ARGUMENT', 'utterance: is empty')),
    );
    const other = await scripted('other');
    const client = clientOf({ gateways: [picky.address, other.address], deadlineMs: 10_000, hedgeAfterMs: 2_000 });
    const error = await failureOf(client.interpret({ utterance: '' }));
    expect(error).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'utterance: is empty',
      gateway: picky.address,
    });
    expect(other.asked).toHaveLength(0);
  });

  test.each(['UNAUTHENTICATED', 'INVALID_ARGUMENT'] as const)(
    '%s of the second does not end the call of the first',
    async (code) => {
      const refused = deferred<void>();
      const slow = await scripted('slow', async () => {
        await refused.promise;
        return { requestId: 'slow' };
      });
      const picky = await scripted('picky', () => {
        setTimeout(() => refused.resolve(), 50);
        return Promise.reject(new NluError(code, 'no'));
      });
      const client = clientOf({ gateways: [slow.address, picky.address], deadlineMs: 10_000, hedgeAfterMs: 20 });
      expect((await client.interpret({ utterance })).requestId).toBe('slow');
      expect(picky.asked).toHaveLength(1);
    },
  );

  test('the error names the gateway that failed last when all fail', async () => {
    const gateways = [await serverlessAddress(), await serverlessAddress()];
    const error = await failureOf(clientOf({ gateways, ...patient }).interpret({ utterance }));
    expect(error).toMatchObject({ code: 'UNAVAILABLE', gateway: gateways[1] });
    expect(error.message).toMatch(
      new RegExp(
        `^gateway ${gateways[1]}: no connection could be made; nothing listens there.* \\(.*ECONNREFUSED`,
        'u',
      ),
    );
  });

  test('one deadline ends all calls', async () => {
    const [one, two] = [await scripted('one', never), await scripted('two', never)];
    const client = clientOf({ gateways: [one.address, two.address], deadlineMs: 150, hedgeAfterMs: 50 });
    const startMs = performance.now();
    expect((await failureOf(client.interpret({ utterance }))).code).toBe('DEADLINE_EXCEEDED');
    expect(performance.now() - startMs).toBeLessThan(2_000);
    expect(two.asked).toHaveLength(1);
  });
});

describe('access', () => {
  const tokenOf = (context: CallContext | undefined) => context?.metadata.get('authorization');

  test('a token goes with every call', async () => {
    const { address, asked } = await scripted('open');
    await clientOf({ gateways: [address], token: 'secret' }).interpret({ utterance });
    expect(tokenOf(asked[0])).toEqual(['Bearer secret']);
  });

  test('a token file is read again after a while, and its token kept while it is unreadable', async () => {
    const { address, asked } = await scripted('open');
    const file = temporaryFile('token', 'first\n');
    const client = clientOf({ gateways: [address], tokenFile: file, deadlineMs: 10_000 });
    const clock = vi.spyOn(performance, 'now');
    onTestFinished(() => clock.mockRestore());
    const clockAt = (ms: number) => clock.mockReturnValue(ms);
    await client.interpret({ utterance });
    writeFileSync(file, 'second');
    await client.interpret({ utterance });
    clockAt(10 ** 9);
    await client.interpret({ utterance });
    writeFileSync(file, 'no token');
    clockAt(2 * 10 ** 9);
    await client.interpret({ utterance });
    expect(asked.map(tokenOf)).toEqual(['first', 'first', 'second', 'second'].map((token) => [`Bearer ${token}`]));
  });

  test('TLS, with a certificate of the client, a server name and a token', async () => {
    const authority = makeAuthority();
    const [front, phone] = [authority.issue('front.test'), authority.issue('phone.test')];
    const credentials = serverCredentials(
      { ...front, clientCaFile: authority.caFile, clientNames: ['phone.test'] },
      { reloaded: () => {}, unusable: () => {} },
    );
    const services = [gatewayPeer({ interpret: async () => ({ requestId: 'secure' }) })];
    const server = await startServer({ host: '127.0.0.1', port: 0, services, credentials });
    onTestFinished(() => server.drain(1));
    const own = { cert: readFileSync(phone.certificateFile), key: readFileSync(phone.keyFile, 'utf8') };
    const ca = readFileSync(authority.caFile);
    const ask = (tls: GatewayClientOptions['tls']) =>
      clientOf({ gateways: [server.address], tls, token: 'secret', deadlineMs: 10_000 }).interpret({ utterance });

    expect((await ask({ ca, ...own, serverName: 'front.test' })).requestId).toBe('secure');
    const refusal = async (tls: GatewayClientOptions['tls']) => {
      const { code, message } = await failureOf(ask(tls));
      expect({ code, lines: message.split('\n').length }).toEqual({ code: 'UNAVAILABLE', lines: 1 });
      expect(message).toContain(`gateway ${server.address}: no connection could be made; `);
      return message;
    };
    expect(await refusal({ ca, ...own, serverName: 'other.test' })).toMatch(
      /give the right one as tls.serverName.*other\.test/u,
    );
    expect(await refusal({ ca: readFileSync(makeAuthority().caFile), ...own })).toContain('unknown authority: give');
    expect(await refusal({ ca })).toMatch(/give tls\.cert and tls\.key \(tlsv13 alert certificate required\)$/u);
    const stranger = makeAuthority().issue('phone.test');
    const shown = { cert: readFileSync(stranger.certificateFile), key: readFileSync(stranger.keyFile) };
    expect(await refusal({ ca, ...shown })).toContain('tls.cert');
  });
});

describe('requests that are not sent', () => {
  test.each<[string, unknown, string]>([
    ['null', null, 'request: is not an object'],
    ['text', 'play', 'request: is not an object'],
    ['a list', [], 'request: is not an object'],
    ['text for a message', { utterance, context: 'tv' }, 'request: InterpretRequest.context: object expected'],
    ['text for a list', { utterance, domains: 'music' }, 'request: InterpretRequest.domains: array expected'],
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
