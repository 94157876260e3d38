import { expect, test } from 'vitest';
import { serverlessAddress } from '../support/addresses.js';
import { hypothesisOf, replyOf } from '../support/domain-reply.js';
import { gatewayBefore } from '../support/gateway.js';

const steady = (domain: string, confidences: readonly number[]) => ({
  interpret: async () => replyOf(domain, confidences),
});

test('hypotheses of all domains are merged, best first, with every domain reported', async () => {
  const gateway = await gatewayBefore({ music: steady('music', [0.9, 0.3]), books: steady('books', [0.6]) });
  const response = await gateway.interpret({ utterance: 'play it', requestId: 'r-1' });
  expect(response).toMatchObject({ requestId: 'r-1', decision: 'ACCEPT', degraded: false });
  expect(response.hypotheses.map((one) => [one.domain, one.confidence, one.posterior, one.priorShift])).toEqual([
    ['music', 0.9, 0.9, 0],
    ['books', 0.6, 0.6, 0],
    ['music', 0.3, 0.3, 0],
  ]);
  expect(response.hypotheses[0]).toMatchObject({
    intent: 'music.play',
    slots: [{ name: 'title', value: 'play', start: 0, end: 4 }],
    scores: { domain: 0.9, intent: 0.8, slot: 0.7 },
    contributions: [],
  });
  expect(response.domains).toEqual([
    {
      domain: 'music',
      status: 'OK',
      bundleVersion: 'music-1',
      latencyMs: expect.any(Number),
      message: '',
      inDomain: 0.9,
    },
    {
      domain: 'books',
      status: 'OK',
      bundleVersion: 'books-1',
      latencyMs: expect.any(Number),
      message: '',
      inDomain: 0.6,
    },
  ]);
});

test('a request without an id is given one', async () => {
  const gateway = await gatewayBefore({ music: steady('music', [0.9]) });
  const [first, second] = [
    await gateway.interpret({ utterance: 'play' }),
    await gateway.interpret({ utterance: 'play' }),
  ];
  expect(first.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(second.requestId).not.toBe(first.requestId);
});

test('domains are asked for what the caller asked: text, id, pinned version, explanation', async () => {
  const asked: object[] = [];
  const gateway = await gatewayBefore({
    music: {
      interpret: async (request) => {
        asked.push(request);
        return replyOf('music', [0.9], { bundleVersion: 'v7' });
      },
    },
  });
  const request = { utterance: 'play \u{1f3b5}', requestId: 'r-2', versions: { music: 'v7' }, explain: true };
  const response = await gateway.interpret(request);
  expect(asked).toEqual([
    { utterance: 'play \u{1f3b5}', requestId: 'r-2', maxHypotheses: 0, version: 'v7', explain: true },
  ]);
  expect(response.hypotheses[0].contributions).toEqual([{ name: 'bias', value: 0.25 }]);
  expect(response.domains[0].bundleVersion).toBe('v7');
});

test('the device context reorders, reports its shift, and can be switched off', async () => {
  const gateway = await gatewayBefore({ music: steady('music', [0.55]), video: steady('video', [0.5]) });
  const context = { deviceType: 'tv' };
  const onTv = await gateway.interpret({ utterance: 'play mary poppins', context });
  expect(onTv.hypotheses.map((one) => one.domain)).toEqual(['video', 'music']);
  const [video] = onTv.hypotheses;
  expect(video.confidence).toBe(0.5);
  expect(video.priorShift).toBeCloseTo(Math.log(0.8 / 0.35), 9);
  expect(video.posterior).toBeCloseTo(0.8 / 1.15, 9);
  const without = await gateway.interpret({ utterance: 'play mary poppins', context, applyPriors: false });
  expect(without.hypotheses.map((one) => [one.domain, one.posterior, one.priorShift])).toEqual([
    ['music', 0.55, 0],
    ['video', 0.5, 0],
  ]);
});

test('max_hypotheses, min_confidence and the allow list', async () => {
  const gateway = await gatewayBefore({ music: steady('music', [0.9, 0.3]), books: steady('books', [0.6]) });
  const of = async (more: object) =>
    (await gateway.interpret({ utterance: 'play', ...more })).hypotheses.map((one) => one.confidence);
  expect(await of({ maxHypotheses: 1 })).toEqual([0.9]);
  expect(await of({ minConfidence: 0.5 })).toEqual([0.9, 0.6]);
  expect(await of({ domains: ['books'] })).toEqual([0.6]);
  const listed = await gateway.interpret({ utterance: 'play', domains: ['books', 'music', 'books'] });
  expect(listed.domains.map((one) => one.domain)).toEqual(['music', 'books']);
});

test('what no domain claims is rejected, with the hypotheses still there', async () => {
  const gateway = await gatewayBefore({ music: steady('music', [0.1]), books: steady('books', []) });
  const response = await gateway.interpret({ utterance: 'what is the weather' });
  expect(response).toMatchObject({ decision: 'REJECT', degraded: false });
  expect(response.hypotheses).toHaveLength(1);
});

test('a pinned version that a domain does not have is FAILED_PRECONDITION naming it', async () => {
  const gateway = await gatewayBefore({ music: {}, books: steady('books', [0.9]) });
  await expect(gateway.interpret({ utterance: 'play', versions: { music: 'v9' } })).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: 'versions["music"]: not scripted',
  });
  // Without the pin it is that domain's own trouble.
  const response = await gateway.interpret({ utterance: 'play' });
  expect(response.domains.map((one) => one.status)).toEqual(['ERROR', 'OK']);
});

test('an answer from another version than the pinned one is refused', async () => {
  const gateway = await gatewayBefore({ music: steady('music', [0.9]), books: steady('books', [0.2]) });
  const response = await gateway.interpret({ utterance: 'play', versions: { music: 'v9' } });
  expect(response.degraded).toBe(true);
  expect(response.hypotheses.map((one) => one.domain)).toEqual(['books']);
  expect(response.domains[0]).toMatchObject({
    status: 'ERROR',
    message: 'reply refused: bundle_version: is "music-1" instead of the pinned "v9"',
  });
});

test('when no domain answers the request is UNAVAILABLE and says what happened to each', async () => {
  const gateway = await gatewayBefore({ music: {}, books: await serverlessAddress() });
  await expect(gateway.interpret({ utterance: 'play' })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/^no domain answered: music ERROR \(not scripted\); books UNAVAILABLE \(.+\)$/s),
  });
});

test('hypotheses of one domain stay apart from those of another with the same intent', async () => {
  const same = (domain: string) => ({
    interpret: async () => ({
      ...replyOf(domain, []),
      inDomain: 0.5,
      hypotheses: [hypothesisOf(domain, 0.5, { intent: 'play' })],
    }),
  });
  const gateway = await gatewayBefore({ video: same('video'), books: same('books') });
  const response = await gateway.interpret({ utterance: 'play' });
  expect(response.hypotheses.map((one) => one.domain)).toEqual(['books', 'video']);
});
