import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { merge } from '../../../gateway/answer/merge.js';

const all = { maxHypotheses: 100, minConfidence: 0 };
const h = (domain: string, posterior: number, confidence = posterior, name = '') => ({
  domain,
  posterior,
  hypothesis: { confidence },
  name,
});
const domainLists = fc.uniqueArray(
  fc.record({
    domain: fc.constantFrom('books', 'music', 'video'),
    list: fc.array(
      fc.record({
        posterior: fc.constantFrom(0, 0.2, 0.5, 1),
        hypothesis: fc.record({ confidence: fc.constantFrom(0.3, 0.5) }),
      }),
    ),
  }),
  { selector: (one) => one.domain },
);

describe('order', () => {
  test('the higher posterior first, whatever the confidence', () => {
    expect(merge([h('music', 0.4, 0.9), h('books', 0.6, 0.5)], all).map((one) => one.domain)).toEqual([
      'books',
      'music',
    ]);
  });

  test('ties: the higher confidence, then the domain name, then the domain its own order', () => {
    const merged = merge(
      [h('video', 0.5, 0.4), h('video', 0.5, 0.4, 'second'), h('books', 0.5, 0.4), h('music', 0.5, 0.6)],
      all,
    );
    expect(merged.map((one) => one.domain + one.name)).toEqual(['music', 'books', 'video', 'videosecond']);
  });

  test('does not depend on the order in which the domains answered', () => {
    fc.assert(
      fc.property(domainLists, (lists) => {
        const flat = (order: typeof lists) =>
          order.flatMap(({ domain, list }) => list.map((one, rank) => ({ domain, rank, ...one })));
        expect(merge(flat([...lists].reverse()), all)).toEqual(merge(flat(lists), all));
      }),
    );
  });
});

describe('limits', () => {
  test('max_hypotheses cuts the end off', () => {
    expect(
      merge([h('a', 0.1), h('b', 0.3), h('c', 0.2)], { ...all, maxHypotheses: 2 }).map((one) => one.domain),
    ).toEqual(['b', 'c']);
  });

  test('a limited list is the head of the whole one', () => {
    fc.assert(
      fc.property(domainLists, fc.integer({ min: 1, max: 5 }), (lists, maxHypotheses) => {
        const flat = lists.flatMap(({ domain, list }) => list.map((one, rank) => ({ domain, rank, ...one })));
        expect(merge(flat, { ...all, maxHypotheses })).toEqual(merge(flat, all).slice(0, maxHypotheses));
      }),
    );
  });

  test('min_confidence is on the posterior, and includes its own value', () => {
    const merged = merge([h('a', 0.5, 0.9), h('b', 0.49999, 0.99)], { ...all, minConfidence: 0.5 });
    expect(merged.map((one) => one.domain)).toEqual(['a']);
  });

  test('empty in, empty out', () => expect(merge([], all)).toEqual([]));

  test('the input is left as it was', () => {
    const input = [h('a', 0.1), h('b', 0.3)];
    merge(input, all);
    expect(input.map((one) => one.domain)).toEqual(['a', 'b']);
  });
});
