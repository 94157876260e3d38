import { expect, test } from 'vitest';
import type { InterpretRequest } from '../../../proto/gen/nlu/v1/InterpretRequest.js';
import type { RerankRequest } from '../../../proto/gen/nlu/v1/RerankRequest.js';
import { replyOf } from '../../support/servers/domain-reply.js';
import { gatewayBefore } from '../../support/servers/gateway.js';

const many = <Item>(count: number, item: (index: number) => Item) =>
  Array.from({ length: count }, (_, index) => item(index));
const reply = async () => replyOf('music', [0.9], { hypotheses: [] });
const hypothesis = (intent: string, slots: number) => ({
  domain: 'music',
  intent,
  scores: { domain: 1, intent: 1, slot: 1 },
  slots: many(slots, (index) => ({ name: `slot${index}`, value: 'x' })),
});

test('lists and maps with more entries than any caller has are refused by name, before they are decoded', async () => {
  const gateway = await gatewayBefore({ music: { interpret: reply, rerank: reply } });
  const context = { localTime: '2018-12-18T09:30:00Z' };
  const requests: [InterpretRequest, string][] = [
    [{ versions: Object.fromEntries(many(9_000, (index) => [`${index}`, 'v'])) }, 'versions: more than 100 in all'],
    [{ domains: many(40_000, () => 'x') }, 'domains: more than 1000 in all'],
    [{ context: { ...context, recent: many(20_000, () => ({})) } }, 'context.recent: more than 1000 in all'],
    [{ recognised: many(20_000, () => ({})) }, 'recognised: more than 1000 in all'],
    [{ asked: many(101, () => ({})) }, 'asked: more than 100 in all'],
  ];
  for (const [request, message] of requests) {
    await expect(gateway.interpret({ utterance: 'play', ...request })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message,
    });
  }
  const rerank = (hypotheses: NonNullable<RerankRequest['hypotheses']>) =>
    gateway.rerank({ utterance: 'play', hypotheses });
  const slots = 'hypotheses.slots: more than 1000 in all';
  await expect(rerank(many(100, (index) => hypothesis(`i${index}`, 11)))).rejects.toMatchObject({ message: slots });
  await expect(rerank(many(30, (index) => hypothesis(`i${index}`, 30)))).resolves.toMatchObject({ degraded: false });
});

test('a request over 128 KiB is refused by its size', async () => {
  const gateway = await gatewayBefore({ music: { interpret: reply } });
  const context = { locale: 'x'.repeat(140_000) };
  await expect(gateway.interpret({ utterance: 'play', context })).rejects.toMatchObject({
    code: 'RESOURCE_EXHAUSTED',
    reason: 'MESSAGE_TOO_LARGE',
    message: expect.stringContaining('vs. 131072'),
  });
});
