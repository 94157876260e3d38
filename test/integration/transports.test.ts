import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Stack, startStack } from '../../cli/stack/stack.js';
import { DEVICE_TYPES } from '../../proto/device-types.js';
import type { InterpretRequest } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import type { RerankRequest } from '../../proto/gen/nlu/v1/RerankRequest.js';
import { callUnary } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { sampleCorpora } from '../../training/corpus/default-corpora.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import { whole } from '../support/one-reply.js';
import { gatewayBefore } from '../support/servers/gateway.js';
import { dial } from '../support/servers/serve.js';

/** Far beyond what an answer takes on a busy machine. */
const timeoutMs = 20_000;
const deadline = { maxMs: timeoutMs };

let split: Stack;
let one: Stack;

beforeAll(async () => {
  [split, one] = await Promise.all([startStack(), startStack({ oneProcess: true })]);
}, 120_000);
afterAll(() => Promise.all([split?.stop(), one?.stop()]));

/** The same calls, by stream, by unary calls and to one process. */
async function ways() {
  const domains = Object.fromEntries(split.domains);
  const stream = await gatewayBefore(domains, { calls: { transport: 'stream' }, deadline });
  await stream.streams(1);
  const unary = await gatewayBefore(domains, { calls: { transport: 'unary' }, deadline });
  const channel = dial(one.gateway);
  const { Interpret, Rerank } = definitions().gateway;
  const inProcess: Pick<typeof stream, 'interpret' | 'rerank'> = {
    interpret: (request, options) => callUnary(channel, Interpret, request, { timeoutMs, ...options }),
    rerank: (request, options) => callUnary(channel, Rerank, request, { timeoutMs, ...options }),
  };
  return [stream, unary, inProcess] as const;
}

type Ask = (way: Awaited<ReturnType<typeof ways>>[number]) => Promise<InterpretResponse__Output>;

/** Asks every way, expects one and the same reply, and returns it. */
async function same(all: Awaited<ReturnType<typeof ways>>, ask: Ask, what: unknown) {
  const [stream, ...others] = await Promise.all(all.map((way) => whole(ask(way))));
  for (const reply of others) expect(reply, JSON.stringify(what)).toEqual(stream);
  return stream as InterpretResponse__Output & { code?: string; message?: string };
}

function requests(): InterpretRequest[] {
  const sample = sampleCorpora()
    .flatMap(readCorpus)
    .filter((_, index) => index % 17 === 0)
    .map(({ text }) => text);
  const texts = [
    ...sample,
    'dune',
    'play thriller',
    'Find   the NOVEL “Dune”',
    'ｐｌａｙ\u00a0Beyoncé 🎵',
    'pause',
    'no such thing',
  ];
  return texts.map((utterance, index) => ({
    utterance,
    requestId: `request-${index}`,
    maxHypotheses: index % 3 === 0 ? 100 : 0,
    explain: index % 4 === 1,
    context: index % 2 === 0 ? { deviceType: DEVICE_TYPES[index % DEVICE_TYPES.length]! } : null,
  }));
}

describe('one answer, by stream, by unary calls and in one process', () => {
  it('to utterances of every kind, screened ones among them, and to their hypotheses sent back', async () => {
    const all = await ways();
    const decisions = new Set<string>();
    let screened = 0;
    for (const request of requests()) {
      const reply = await same(all, ({ interpret }) => interpret(request, { timeoutMs }), request);
      expect(reply.degraded).toBe(false);
      decisions.add(reply.decision);
      const offering = new Set(reply.hypotheses.map(({ domain }) => domain));
      screened += reply.domains.filter(({ domain }) => !offering.has(domain)).length;
      const hypotheses = reply.hypotheses.slice(0, 5).map(({ domain, intent, slots, scores }) => {
        return { domain, intent, slots, scores };
      });
      if (hypotheses.length === 0) continue;
      const again: RerankRequest = { utterance: request.utterance!, requestId: 'again', explain: true, hypotheses };
      const ranked = await same(all, ({ rerank }) => rerank(again, { timeoutMs }), again);
      expect(ranked.hypotheses.length).toBeGreaterThan(0);
    }
    expect(decisions).toEqual(new Set(['DECISION_ACCEPT', 'DECISION_CLARIFY', 'DECISION_REJECT']));
    expect(screened).toBeGreaterThan(0);
  }, 120_000);

  it('to several hearings, and to versions that are pinned', async () => {
    const all = await ways();
    const recognised = [
      { text: 'play the hobbit', confidence: 0.5 },
      { text: 'play the habit', confidence: 0.3 },
    ];
    const heard = await same(
      all,
      ({ interpret }) => interpret({ recognised, requestId: 'heard' }, { timeoutMs }),
      'n-best',
    );
    expect(heard.hearings).toHaveLength(2);
    const versions = Object.fromEntries(heard.domains.map(({ domain, bundleVersion }) => [domain, bundleVersion]));
    const pinned = { utterance: 'play the hobbit', requestId: 'pinned', versions };
    const { domains } = await same(all, ({ interpret }) => interpret(pinned, { timeoutMs }), 'pinned');
    expect(domains.map(({ bundleVersion }) => bundleVersion)).toEqual(Object.values(versions));
  }, 60_000);

  const faulty: readonly (readonly [string, InterpretRequest, object])[] = [
    ['no utterance', {}, { code: 'INVALID_ARGUMENT' }],
    ['an unknown version', { utterance: 'play', versions: { music: 'none' } }, { code: 'FAILED_PRECONDITION' }],
    ['an unknown domain', { utterance: 'play', domains: ['radio'] }, { code: 'INVALID_ARGUMENT' }],
    ['very many tokens', { utterance: 'la '.repeat(300) }, { degraded: false }],
    ['too many bytes', { utterance: 'la '.repeat(4_000) }, { code: 'INVALID_ARGUMENT' }],
    ['an unknown device', { utterance: 'play', context: { deviceType: 'toaster' } }, { code: 'INVALID_ARGUMENT' }],
  ];
  it.each(faulty)('to %s', async (_, request, expected) => {
    const sent = { requestId: 'bad', ...request };
    expect(await same(await ways(), ({ interpret }) => interpret(sent, { timeoutMs }), sent)).toMatchObject(expected);
  });

  it('to hypotheses that a domain does not know', async () => {
    const hypothesis = { slots: [], scores: { domain: 0.5, intent: 0.5, slot: 0.5 } };
    const hypotheses = [
      { ...hypothesis, domain: 'books', intent: 'RateBook' },
      { ...hypothesis, domain: 'music', intent: 'Fly' },
    ];
    const request = { utterance: 'play', requestId: 'bad', hypotheses };
    expect(await same(await ways(), ({ rerank }) => rerank(request, { timeoutMs }), request)).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/^hypotheses\[1\]\.intent/),
    });
  });

  it('to a caller that leaves', async () => {
    const all = await ways();
    const caller = new AbortController();
    const ask: Ask = ({ interpret }) => interpret({ utterance: 'play' }, { timeoutMs, signal: caller.signal });
    const calls = same(all, ask, 'cancelled');
    caller.abort();
    expect(await calls).toMatchObject({ code: 'CANCELLED' });
    onTestFinished(() => caller.abort());
    expect(
      (await same(all, ({ interpret }) => interpret({ utterance: 'play', requestId: 'next' }), 'next')).degraded,
    ).toBe(false);
  });
});
