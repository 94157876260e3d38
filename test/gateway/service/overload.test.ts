import { expect, test, vi } from 'vitest';
import { deferred } from '../../support/deferred.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

test('requests beyond concurrency and queue are refused at once, the others answered', async () => {
  const finish = deferred();
  let asked = 0;
  const interpret = async () => {
    asked++;
    await finish.promise;
    return replyOf('music', [0.9]);
  };
  const gateway = await gatewayBefore(
    { music: { interpret } },
    { admission: { concurrency: 2, queue: 1, queueMs: 5_000 } },
  );
  const outcomes = Array.from({ length: 5 }, () =>
    gateway.interpret({ utterance: 'play' }).then(
      (response) => response.decision,
      (error) => error.code,
    ),
  );
  const firstTwo = await Promise.all([Promise.race(outcomes), Promise.any(outcomes.slice(3))]);
  expect(firstTwo).toEqual(['RESOURCE_EXHAUSTED', 'RESOURCE_EXHAUSTED']);
  await vi.waitFor(() => expect(asked).toBe(2));
  finish.resolve();
  expect((await Promise.all(outcomes)).sort()).toEqual([
    'DECISION_ACCEPT',
    'DECISION_ACCEPT',
    'DECISION_ACCEPT',
    'RESOURCE_EXHAUSTED',
    'RESOURCE_EXHAUSTED',
  ]);
});
