import { describe, expect, test, vi } from 'vitest';
import type { DomainInterpretResponse } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';
import type { Hypothesis } from '../../../proto/gen/nlu/v1/Hypothesis.js';
import { NluError } from '../../../serving/errors.js';
import type { CancelSignal } from '../../../serving/rpc/cancellation.js';
import { deferred } from '../../support/deferred.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import type { DomainScript } from '../../support/servers/domain-peer.js';
import { hypothesisOf, replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

const good: DomainScript = { interpret: async () => replyOf('books', [0.6]) };
const silent: DomainScript = { interpret: () => new Promise(() => {}) };

const ways = [
  ['stream', 1],
  ['stream', 2],
  ['unary', 1],
  ['unary', 2],
  ['in-process', 1],
] as const;

describe.each(ways)('calls by %s, replicas of each domain: %i', (transport, replicas) => {
  const times = (script: DomainScript): DomainScript[] => Array(replicas).fill(script);

  const noServers = async () => (await Promise.all(Array.from({ length: replicas }, serverlessAddress))).join();

  /** Asks a gateway before `music`, which misbehaves, and `books`, which does not. */
  async function besideGood(
    music: DomainScript | string,
    timeoutMs = 5_000,
    settings: Readonly<Record<string, unknown>> = {},
  ) {
    const domains = { music: typeof music === 'string' ? music : times(music), books: times(good) };
    const gateway = await gatewayBefore(domains, { calls: { transport }, ...settings });
    const response = await gateway.interpret({ utterance: 'play' }, { timeoutMs });
    expect(response.degraded).toBe(true);
    expect(response.hypotheses.map((one) => one.domain)).toEqual(['books']);
    expect(response.domains[1].status).toBe('DOMAIN_STATUS_CODE_OK');
    return response.domains[0];
  }

  test('a slow domain costs its own hypotheses, not the answer, inside the deadline', async () => {
    // A reserve that a busy machine's gaps fit into.
    const settings = { deadline: { replyReserveMs: 500 } };
    const status = await besideGood(silent, 2_500, settings);
    expect(status).toMatchObject({ status: 'DOMAIN_STATUS_CODE_DEADLINE', bundleVersion: '', inDomain: 0 });
    expect(status.latencyMs).toBeLessThan(2_500);
  });

  test('a dead domain is UNAVAILABLE', async () => {
    expect(await besideGood(await noServers())).toMatchObject({ status: 'DOMAIN_STATUS_CODE_UNAVAILABLE' });
  });

  test('an overloaded domain is OVERLOADED', async () => {
    const music = { interpret: () => Promise.reject(new NluError('RESOURCE_EXHAUSTED', 'full')) };
    expect(await besideGood(music)).toMatchObject({ status: 'DOMAIN_STATUS_CODE_OVERLOADED', message: 'full' });
  });

  test('a domain that fails inside is ERROR, and tells nothing of it', async () => {
    const music = { interpret: () => Promise.reject(new TypeError('secret')) };
    expect(await besideGood(music)).toMatchObject({ status: 'DOMAIN_STATUS_CODE_ERROR', message: 'internal error' });
  });

  const lies: [string, DomainInterpretResponse, string][] = [
    ['no version', replyOf('music', [0.9], { bundleVersion: '' }), 'bundle_version: is empty'],
    ['in_domain NaN', replyOf('music', [0.9], { inDomain: Number.NaN }), 'in_domain: NaN is not in [0, 1]'],
    ['in_domain over 1', replyOf('music', [0.9], { inDomain: 1.5 }), 'in_domain: 1.5 is not in [0, 1]'],
    [
      'a listed popularity NaN',
      replyOf('music', [0.9], { listedPopularity: Number.NaN }),
      'listed_popularity: NaN is not in [0, 1]',
    ],
    ['a thousand hypotheses', replyOf('music', Array(1000).fill(0.5)), 'hypotheses: 1000 are too many; at most 100'],
    ...(
      [
        ["another domain's name", { domain: 'books' }, 'domain: is "books", not music'],
        ['confidence NaN', { confidence: Number.NaN }, 'confidence: NaN is not in [0, 1]'],
        ['confidence over 1', { confidence: 1.0001 }, 'confidence: 1.0001 is not in [0, 1]'],
        ['a negative confidence', { confidence: -0.1 }, 'confidence: -0.1 is not in [0, 1]'],
        ['no intent', { intent: '' }, 'intent: is empty'],
        ['a score NaN', { scores: { domain: 1, intent: 1, slot: Number.NaN } }, 'scores.slot: NaN is not in [0, 1]'],
        [
          'a slot past the end of the text',
          { slots: [{ name: 'title', value: 'play', start: 0, end: 5 }] },
          "slots[0].start: [0, 5) is not within the utterance's 4 code points; start and end may both be 0 when they are not known",
        ],
        [
          'a slot without a name',
          { slots: [{ name: '', value: 'play', start: 0, end: 4 }] },
          'slots[0].name: is empty',
        ],
        [
          'slots without end',
          { slots: Array(65).fill({ name: 't', value: 'p', start: 0, end: 1 }) },
          'slots: more than 64',
        ],
      ] as [string, Partial<Hypothesis>, string][]
    ).map(([name, lie, message]): [string, DomainInterpretResponse, string] => [
      name,
      replyOf('music', [0.9], { hypotheses: [hypothesisOf('music', 0.99, lie)] }),
      `hypotheses[0].${message}`,
    ]),
  ];

  test.each(lies)('a reply with %s is that domain’s error, never an answer', async (_, reply, message) => {
    const status = await besideGood({ interpret: async () => reply });
    expect(status).toMatchObject({ status: 'DOMAIN_STATUS_CODE_ERROR', message: `reply refused: ${message}` });
  });

  test('contributions that are no numbers are refused when they were asked for', async () => {
    const reply = replyOf('music', [], {
      hypotheses: [hypothesisOf('music', 0.9, { contributions: [{ name: 'bias', value: Number.NaN }] })],
    });
    const gateway = await gatewayBefore(
      { music: times({ interpret: async () => reply }), books: good },
      { calls: { transport } },
    );
    const explained = await gateway.interpret({ utterance: 'play', explain: true });
    expect(explained.domains[0].message).toBe(
      'reply refused: hypotheses[0].contributions[0].value: NaN is not a number',
    );
    expect((await gateway.interpret({ utterance: 'play' })).domains[0].status).toBe('DOMAIN_STATUS_CODE_OK');
  });

  test('a reply over the message limit is the domain’s error, not its overload', async () => {
    const reply = replyOf('music', [0.9], { bundleDigest: 'x'.repeat(2 ** 20) });
    expect(await besideGood({ interpret: async () => reply })).toMatchObject({ status: 'DOMAIN_STATUS_CODE_ERROR' });
  });

  test('an utterance that one domain refuses is that domain’s error; one that all refuse is the caller’s', async () => {
    const refusing = {
      interpret: () => Promise.reject(new NluError('INVALID_ARGUMENT', 'utterance: too many tokens')),
    };
    expect(await besideGood(refusing)).toMatchObject({
      status: 'DOMAIN_STATUS_CODE_ERROR',
      message: 'utterance: too many tokens',
    });
    const gateway = await gatewayBefore({ music: times(refusing), books: times(refusing) }, { calls: { transport } });
    await expect(gateway.interpret({ utterance: 'play' })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'utterance: too many tokens',
    });
  });

  test('a caller’s cancellation reaches every domain', async () => {
    const signals: CancelSignal[] = [];
    const asked = deferred();
    const holding: DomainScript = {
      interpret: (_, { signal }) => {
        signals.push(signal);
        if (signals.length === 2) asked.resolve();
        return new Promise(() => {});
      },
    };
    const gateway = await gatewayBefore({ music: times(holding), books: times(holding) }, { calls: { transport } });
    const caller = new AbortController();
    const call = gateway.interpret({ utterance: 'play' }, { timeoutMs: 60_000, signal: caller.signal });
    await asked.promise;
    caller.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    await vi.waitFor(() => expect(signals.map((signal) => signal.aborted)).toEqual([true, true]));
  });

  test('domains are given the caller’s deadline, and cancelled before it when the reply is due', async () => {
    const left: number[] = [];
    const stopped = deferred<number>();
    const music: DomainScript = {
      interpret: (_, { deadlineMs, signal }) => {
        left.push(deadlineMs! - performance.now());
        signal.addEventListener('abort', () => stopped.resolve(deadlineMs! - performance.now()));
        return new Promise(() => {});
      },
    };
    const settings = { calls: { transport }, deadline: { replyReserveMs: 1_000 } };
    const gateway = await gatewayBefore({ music: times(music), books: times(good) }, settings);
    await gateway.interpret({ utterance: 'play' }, { timeoutMs: 3_000 });
    expect(left[0]).toBeLessThanOrEqual(3_000);
    expect(left[0]).toBeGreaterThan(2_500);
    // A fifth of the deadline was to be kept back; a busy machine has gaps.
    expect(await stopped.promise).toBeGreaterThan(200);
  });
});
