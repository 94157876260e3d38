import { expect, test } from 'vitest';
import { trialBucket } from '../../../serving/numeric/trial-bucket.js';
import { hypothesisOf, replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

/** A gateway before a domain that remembers the buckets of what it is asked. */
async function asking() {
  const buckets: (number | undefined)[] = [];
  const answer = async (request: { trialBucket?: number }) => {
    buckets.push(request.trialBucket);
    return replyOf('music', [0.9]);
  };
  const gateway = await gatewayBefore({ music: { interpret: answer, rerank: answer } });
  return { gateway, buckets };
}

test('all requests of a customer have one bucket, whatever their names', async () => {
  const { gateway, buckets } = await asking();
  await gateway.interpret({ utterance: 'play', requestId: 'r-1', customer: 'ann' });
  await gateway.interpret({ utterance: 'stop', requestId: 'r-2', customer: 'ann' });
  await gateway.interpret({ utterance: 'play', requestId: 'r-1', customer: 'bob' });
  expect(buckets).toEqual([trialBucket('ann'), trialBucket('ann'), trialBucket('bob')]);
  expect(buckets[0]).not.toBe(buckets[2]);
});

test('a request without a customer has the bucket of its name, and one without a name a bucket all the same', async () => {
  const { gateway, buckets } = await asking();
  await gateway.interpret({ utterance: 'play', requestId: 'r-1' });
  const { requestId } = await gateway.interpret({ utterance: 'play' });
  expect(buckets).toEqual([trialBucket('r-1'), trialBucket(requestId)]);
});

test('all hearings of a request have one bucket', async () => {
  const { gateway, buckets } = await asking();
  const recognised = [
    { text: 'play dune', confidence: 0.5 },
    { text: 'play june', confidence: 0.45 },
  ];
  await gateway.interpret({ recognised, requestId: 'r-1', customer: 'ann' });
  expect(buckets).toEqual([trialBucket('ann'), trialBucket('ann')]);
});

test('hypotheses of a caller are sent with the bucket of their request', async () => {
  const { gateway, buckets } = await asking();
  const { confidence: _, ...sent } = hypothesisOf('music', 0.5);
  const scores = { domain: 0.5, intent: 0.5, slot: 0.5 };
  const hypotheses = [{ domain: 'music', intent: sent.intent ?? '', slots: [], scores }];
  await gateway.rerank({ utterance: 'play', requestId: 'r-1', hypotheses });
  expect(buckets).toEqual([trialBucket('r-1')]);
});
