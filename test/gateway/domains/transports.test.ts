import { expect, test, vi } from 'vitest';
import { openDomain } from '../../../gateway/domains/domain-client.js';
import { gatewayConfigSchema } from '../../../gateway/service/config.js';
import type { DomainInterpretResponse } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';
import type { InterpretRequest } from '../../../proto/gen/nlu/v1/InterpretRequest.js';
import { type ErrorCode, NluError, NO_RECOGNIZER } from '../../../serving/errors.js';
import { whole } from '../../support/one-reply.js';
import type { DomainScript } from '../../support/servers/domain-peer.js';
import { hypothesisOf, replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

const TRANSPORTS = ['stream', 'unary', 'in-process'] as const;

const refusal = (code: ErrorCode, message: string) => new NluError(code, message);
const good: DomainScript = { interpret: async () => replyOf('books', [0.6, 0.2]) };
const silent: DomainScript = { interpret: () => new Promise(() => {}) };

/** What a domain does to an utterance: the reply that it gives, or what it rejects with. */
const behaviours: Readonly<Record<string, { readonly reply: DomainInterpretResponse } | { readonly error: unknown }>> =
  {
    'is well': { reply: replyOf('music', [0.9, 0.1]) },
    'has screened it': { reply: replyOf('music', [], { inDomain: 0.001, screened: true, controlsPlayback: true }) },
    'is overloaded': { error: refusal('RESOURCE_EXHAUSTED', 'overloaded: 16 calls under way and 128 waiting') },
    'has no version': { error: refusal('UNAVAILABLE', 'no bundle version is loaded') },
    'has a defect': { error: new TypeError('secret') },
    'rejects with a text': { error: 'a text' },
    'is wordy': { error: refusal('INTERNAL', 'ö'.repeat(3_000)) },
    'has no recognizer': { error: refusal('FAILED_PRECONDITION', `${NO_RECOGNIZER}: it re-ranks alone`) },
    'lacks the version': { error: refusal('FAILED_PRECONDITION', 'version: 9 is not loaded; loaded: 1') },
    lies: { reply: replyOf('music', [0.9], { inDomain: Number.NaN }) },
    'is another domain': { reply: replyOf('books', [0.9]) },
    'refuses it': { error: refusal('INVALID_ARGUMENT', 'utterance: 129 tokens are too many; at most 128') },
  };

const music: DomainScript = {
  interpret: async ({ utterance }) => {
    const behaviour = behaviours[utterance]!;
    if ('error' in behaviour) throw behaviour.error;
    return behaviour.reply;
  },
  rerank: () => Promise.reject(refusal('INVALID_ARGUMENT', 'hypotheses[1].intent: "fly" is unknown')),
};

/** What a caller sees by each transport, in the order of TRANSPORTS. */
function byEach(ask: (transport: (typeof TRANSPORTS)[number]) => Promise<object>): Promise<object[]> {
  return Promise.all(TRANSPORTS.map(ask));
}

test('whatever a domain does looks the same by every transport, beside another and alone', async () => {
  const rules = { attempts: 1 };
  const breaker = { minimumPerSecond: 10_000 };
  const gateways = await Promise.all(
    TRANSPORTS.map((transport) => gatewayBefore({ music, books: good }, { calls: { transport, ...rules }, breaker })),
  );
  const requests = Object.keys(behaviours).flatMap((utterance): InterpretRequest[] => {
    const request = { utterance, requestId: 'one', explain: true };
    const alone = { ...request, domains: ['music'] };
    const pinned = { ...request, versions: { music: '9' } };
    return [request, alone, pinned];
  });
  const seen = new Set<string>();
  for (const request of requests) {
    const [stream, ...others] = await Promise.all(gateways.map(({ interpret }) => whole(interpret(request))));
    expect(others, JSON.stringify(request)).toEqual([stream, stream]);
    seen.add(JSON.stringify(stream));
  }
  // The cases are not all one: defects look alike, and so do refusals of a pinned version.
  expect(seen.size).toBeGreaterThan(20);
  const hypotheses = [
    hypothesisOf('books', 0.5),
    hypothesisOf('music', 0.5),
    hypothesisOf('music', 0.4, { intent: 'fly' }),
  ];
  const request = { utterance: 'play', requestId: 'one', domains: ['music', 'books'], hypotheses };
  const replies = await Promise.all(gateways.map(({ rerank }) => whole(rerank(request))));
  const expected = { code: 'INVALID_ARGUMENT', message: 'hypotheses[2].intent: "fly" is unknown' };
  expect(replies).toEqual([expected, expected, expected]);
});

test('a deadline that passes gives the same answer without the late domain', async () => {
  const [stream, ...others] = await byEach(async (transport) => {
    const settings = { calls: { transport }, deadline: { replyReserveMs: 500, maxMs: 2_500 } };
    const gateway = await gatewayBefore({ music: silent, books: good }, settings);
    return whole(gateway.interpret({ utterance: 'play dune', requestId: 'one' }, { timeoutMs: 30_000 }));
  });
  expect(stream).toMatchObject({ degraded: true, domains: [{ status: 'DOMAIN_STATUS_CODE_DEADLINE' }, {}] });
  // How much of the time is kept back follows the delays of the process.
  const untimed = (reply: object) => JSON.stringify(reply).replaceAll(/no reply within \d+ ms/g, 'late');
  expect(others.map(untimed)).toEqual([untimed(stream!), untimed(stream!)]);
});

test.each(TRANSPORTS)('by %s a breaker opens after the same failures, and closes again', async (transport) => {
  let broken = true;
  const breaking: DomainScript = {
    interpret: () =>
      broken ? Promise.reject(new NluError('INTERNAL', 'broken')) : Promise.resolve(replyOf('music', [0.9])),
  };
  const breaker = { minimumPerSecond: 1, windowMs: 5_000, openMs: 200 };
  const gateway = await gatewayBefore({ music: breaking, books: good }, { calls: { transport, attempts: 1 }, breaker });
  const message = async () => (await gateway.interpret({ utterance: 'play' })).domains[0]!.message;
  expect(await message()).toBe('broken');
  await vi.waitFor(async () => expect(await message()).toMatch(/^circuit open/), { timeout: 5_000, interval: 5 });
  broken = false;
  await vi.waitFor(async () => expect(await message()).toBe(''), { timeout: 5_000, interval: 20 });
});

test('a gateway alone refuses a domain that is in-process, and says where it would be served', async () => {
  const config = gatewayConfigSchema.parse({ domains: [{ name: 'music', addresses: ['in-process'] }] });
  expect(() => openDomain(config.domains[0]!, config)).toThrow(
    'domains: music is in-process, and this process is a gateway alone; start it with "nlu-reranker serve-all", or give host:port',
  );
  const mixed = [{ name: 'music', addresses: ['in-process', '127.0.0.1:1'] }];
  expect(gatewayConfigSchema.safeParse({ domains: mixed }).error?.issues[0]?.message).toBe(
    'several must be IP addresses of one family; or one DNS name; or in-process alone',
  );
});
