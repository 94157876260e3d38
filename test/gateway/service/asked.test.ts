import { describe, expect, test } from 'vitest';
import type { DomainInterpretRequest__Output } from '../../../proto/gen/nlu/v1/DomainInterpretRequest.js';
import type { Reading } from '../../../proto/gen/nlu/v1/Reading.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

const reading = (domain: string, more: Partial<Reading> = {}): Reading => ({
  domain,
  title: 'dune',
  probability: 0.4,
  hypothesis: {
    domain,
    intent: 'find',
    slots: [{ name: 'object_name', value: 'dune', start: 50, end: 54 }],
    scores: { domain: 0.9, intent: 0.8, slot: 0.7 },
    confidence: 0.6,
    posterior: 0.4,
    priorShift: -0.8,
  },
  ...more,
});
const asked = [reading('video'), reading('books')];

/** A gateway before two domains, and what the domains are asked. */
async function gateway() {
  const requests: DomainInterpretRequest__Output[] = [];
  const domain = (name: string, media: string[]) => ({
    interpret: async (request: DomainInterpretRequest__Output) => {
      requests.push(request);
      return replyOf(name, [0.1], request.nameMedia ? { media } : {});
    },
  });
  const { interpret } = await gatewayBefore({ video: domain('video', ['film']), books: domain('books', ['tome']) });
  return { interpret, requests };
}

test("an answer by a domain's own word: the chosen reading as it was offered", async () => {
  const { interpret, requests } = await gateway();
  const reply = await interpret({ utterance: 'the tome', asked });
  expect(reply.decision).toBe('DECISION_ACCEPT');
  expect(reply.answerProbability).toBeGreaterThan(0.9);
  expect(reply.readings).toHaveLength(1);
  expect(reply.readings[0]).toMatchObject({ domain: 'books', title: 'dune', hypothesis: asked[1]?.hypothesis });
  expect(reply.readings[0]?.probability).toBeGreaterThan(0.9);
  // The domains were asked what the words are by themselves.
  expect(reply.hypotheses.map(({ domain }) => domain)).toEqual(['books', 'video']);
  expect(requests.map(({ nameMedia }) => nameMedia)).toEqual([true, true]);
});

test('without a question nothing is asked of domains, and nothing is in the reply, that was not before', async () => {
  const { interpret, requests } = await gateway();
  const reply = await interpret({ utterance: 'the tome' });
  expect(reply).toMatchObject({ decision: 'DECISION_REJECT', readings: [], answerProbability: 0 });
  expect(requests.map(({ nameMedia }) => nameMedia)).toEqual([false, false]);
});

test('a new request is answered as without the question', async () => {
  const { interpret } = await gateway();
  const frame = { requestId: 'r-1', domains: expect.any(Array) };
  const plain = await interpret({ utterance: 'dim the kitchen lights', requestId: 'r-1' });
  const reply = await interpret({ utterance: 'dim the kitchen lights', requestId: 'r-1', asked });
  expect(reply).toEqual({ ...plain, ...frame, answerProbability: expect.any(Number) });
  expect(reply.answerProbability).toBeLessThan(0.5);
});

test('a title may be empty, as a request that names no work has none', async () => {
  const { interpret } = await gateway();
  const reply = await interpret({ utterance: 'yes please', asked: [reading('video', { title: '' })] });
  expect([reply.decision, reply.readings[0]?.title]).toEqual(['DECISION_ACCEPT', '']);
});

describe('bad questions', () => {
  const hypothesis = reading('video').hypothesis ?? null;
  test.each<[string, Reading[], string]>([
    ['too many', Array.from({ length: 11 }, () => reading('video')), 'asked: 11 are too many; at most 10'],
    [
      'unknown domain',
      [reading('video'), reading('games')],
      'asked[1].domain: "games" is unknown; one of video, books',
    ],
    ['probability', [reading('video', { probability: 1.5 })], 'asked[0].probability: 1.5 is not in [0, 1]'],
    ['NaN', [reading('video', { probability: Number.NaN })], 'asked[0].probability: NaN is not in [0, 1]'],
    ['title', [reading('video', { title: ' ' })], 'asked[0].title: is blank; send the title as the gateway replied it'],
    [
      'an altered title',
      [reading('books'), reading('video', { title: 'dune part two' })],
      'asked[1].title: "dune part two" is the value of no slot; send the title as the gateway replied it',
    ],
    [
      'a reading twice',
      [reading('video'), reading('books'), reading('video', { probability: 0.1 })],
      'asked[2]: repeats asked[0]; send each reading once',
    ],
    [
      'no hypothesis',
      [reading('video', { hypothesis: null })],
      'asked[0].hypothesis: missing; send the reading as the gateway replied it',
    ],
    [
      "another's hypothesis",
      [reading('books', { hypothesis })],
      `asked[0].hypothesis.domain: is "video", not the reading's "books"`,
    ],
    [
      'no intent',
      [reading('video', { hypothesis: { ...hypothesis, intent: '' } })],
      'asked[0].hypothesis.intent: is empty',
    ],
    [
      'prior shift',
      [reading('video', { hypothesis: { ...hypothesis, priorShift: Number.POSITIVE_INFINITY } })],
      'asked[0].hypothesis.prior_shift: Infinity is not a number',
    ],
  ])('%s', async (_, bad, message) => {
    const { interpret } = await gateway();
    await expect(interpret({ utterance: 'yes', asked: bad })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message,
    });
  });
});

test('a domain that names no words, or bad ones', async () => {
  const silent = { interpret: async () => replyOf('video', [0.1]) };
  const bad = { interpret: async () => replyOf('books', [0.1], { media: [''] }) };
  const { interpret } = await gatewayBefore({ video: silent, books: bad });
  const reply = await interpret({ utterance: 'the books one', asked });
  expect(reply.domains[1]).toMatchObject({
    status: 'DOMAIN_STATUS_CODE_ERROR',
    message: 'reply refused: media[0]: "" is no word of 1 to 128 characters',
  });
  // The domain's name is a word for it whatever it says.
  expect([reply.decision, reply.readings[0]?.domain]).toEqual(['DECISION_ACCEPT', 'books']);
});
