import { expect, test } from 'vitest';
import { SampledEvents } from '../../../../../cli/release/gates/use/sampled-events.js';
import type { FeedbackEvent } from '../../../../../gateway/feedback/events/event.js';

const event = (kind: 'request' | 'outcome', customer: number | undefined, place: number) =>
  ({
    ...{ kind, id: `${kind} ${customer} ${place}`, requestId: `${customer ?? 'nobody'} ${place}` },
    ...(customer !== undefined && { customer: `c${customer}` }),
    ...(kind === 'request' && { context: [{}], versions: { music: '1' }, domains: [{}], text: 'play' }),
  }) as unknown as FeedbackEvent;

/** Each customer's three requests with their outcomes, one after another. */
function sample(customers: number, most: number) {
  const sampled = new SampledEvents(most);
  for (let place = 0; place < 3; place++)
    for (let customer = 0; customer < customers; customer++)
      for (const kind of ['request', 'outcome'] as const) sampled.add(event(kind, customer, place));
  return sampled;
}

test('few events are all kept, without what labels are not made of', () => {
  const { events, oneIn } = sample(10, 60);
  expect([events.length, oneIn]).toEqual([60, 1]);
  expect(events[0]).toMatchObject({ text: 'play', context: [], versions: {}, domains: [] });
});

test('of too many those of some customers are kept, whole, and the same ones by every run', () => {
  const { events, oneIn } = sample(1_000, 1_000);
  expect(oneIn).toBeGreaterThanOrEqual(8);
  expect(events.length).toBeLessThanOrEqual(1_000);
  expect(events.length).toBeGreaterThan(300);
  const counts = new Map<string, number>();
  for (const { customer = '' } of events) counts.set(customer, (counts.get(customer) ?? 0) + 1);
  expect(new Set(counts.values())).toEqual(new Set([6]));
  expect(sample(1_000, 1_000).events).toEqual(events);
});

test('what is nobody’s stays with its outcomes, and one customer of everything ends the halving', () => {
  const sampled = new SampledEvents(100);
  for (let place = 0; place < 1_000; place++)
    for (const kind of ['request', 'outcome'] as const) sampled.add(event(kind, undefined, place));
  const names = new Map<string, number>();
  for (const { requestId } of sampled.events) names.set(requestId, (names.get(requestId) ?? 0) + 1);
  expect(new Set(names.values())).toEqual(new Set([2]));
  const alone = new SampledEvents(1);
  for (let place = 0; place < 10; place++) alone.add(event('request', 1, place));
  expect(alone.events.length <= 10).toBe(true);
});
