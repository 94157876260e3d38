import { expect, test } from 'vitest';
import type { DomainRerankRequest__Output } from '../../../proto/gen/nlu/v1/DomainRerankRequest.js';
import { NluError } from '../../../serving/errors.js';
import { trialBucket } from '../../../serving/numeric/trial-bucket.js';
import { hypothesisOf, replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

const raw = (domain: string, intent: string) => ({
  domain,
  intent,
  slots: [{ name: 'title', value: 'dune', start: 5, end: 9 }],
  scores: { domain: 0.5, intent: 0.6, slot: 0.7 },
});

test('each domain re-ranks its own hypotheses, and the results are merged', async () => {
  const asked = new Map<string, DomainRerankRequest__Output>();
  const echo = (domain: string, confidence: number) => ({
    rerank: async (request: DomainRerankRequest__Output) => {
      asked.set(domain, request);
      const hypotheses = request.hypotheses.map((one, index) => ({ ...one, confidence: confidence / (index + 1) }));
      return replyOf(domain, [confidence], { hypotheses });
    },
  });
  const gateway = await gatewayBefore({ music: echo('music', 0.8), books: echo('books', 0.001), video: {} });
  const hypotheses = [raw('books', 'read'), raw('music', 'play'), raw('music', 'queue')];
  const response = await gateway.rerank({ utterance: 'find dune', hypotheses, requestId: 'r' });
  expect(response.hypotheses.map((one) => [one.domain, one.intent, one.confidence])).toEqual([
    ['music', 'play', 0.8],
    ['music', 'queue', 0.4],
    ['books', 'read', 0.001],
  ]);
  expect(response.domains.map((one) => one.domain)).toEqual(['music', 'books']);
  expect(response).toMatchObject({ requestId: 'r', decision: 'DECISION_ACCEPT', degraded: false });
  expect(asked.get('music')).toEqual({
    utterance: 'find dune',
    requestId: 'r',
    hypotheses: hypotheses
      .slice(1)
      .map((one) => expect.objectContaining({ ...one, scores: expect.objectContaining(one.scores!) })),
    version: '',
    explain: false,
    entities: null,
    trialBucket: trialBucket('r'),
  });
});

test('a hypothesis that its domain refuses is the caller’s, told by its place in the caller’s list', async () => {
  const music = {
    rerank: () => Promise.reject(new NluError('INVALID_ARGUMENT', 'hypotheses[1].intent: "fly" is unknown')),
  };
  const books = { rerank: async () => replyOf('books', [0.5], { hypotheses: [hypothesisOf('books', 0.5)] }) };
  const gateway = await gatewayBefore({ music, books });
  const hypotheses = [raw('music', 'play'), raw('books', 'read'), raw('music', 'fly')];
  await expect(gateway.rerank({ utterance: 'find dune', hypotheses })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message: 'hypotheses[2].intent: "fly" is unknown',
  });
});

test('a meaning that stands in the list twice is refused: 50 of it would be believed where one is not', async () => {
  const gateway = await gatewayBefore({ music: {}, books: {} });
  const slot = { name: 'genre', value: 'dune', start: 5, end: 9 };
  const two = (...slots: object[]) => ({ ...raw('music', 'play'), slots: [...raw('music', 'play').slots, ...slots] });
  const hypotheses = [
    two(slot),
    raw('books', 'play'),
    raw('music', 'play'),
    { ...two(), slots: [...two(slot).slots].reverse() },
  ];
  await expect(gateway.rerank({ utterance: 'find dune', hypotheses })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    message:
      'hypotheses[3]: repeats hypotheses[0]; send each domain, intent and slots once, with the scores of the likeliest',
  });
});
