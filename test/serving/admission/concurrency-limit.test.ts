import { expect, test } from 'vitest';
import { ConcurrencyLimit } from '../../../serving/admission/concurrency-limit.js';

test('rises by one a round of quick calls while it is used, to the most allowed', () => {
  const limit = new ConcurrencyLimit({ concurrency: 18, slowMs: 100 });
  expect(limit.current).toBe(16);
  for (let call = 0; call < 17; call++) limit.observe(10, 16, call);
  expect(limit.current).toBe(17);
  for (let call = 0; call < 100; call++) limit.observe(10, 18, call);
  expect(limit.current).toBe(18);
});

test('stays where it is while few calls are under way', () => {
  const limit = new ConcurrencyLimit({ concurrency: 64, slowMs: 100 });
  for (let call = 0; call < 1000; call++) limit.observe(10, 7, call);
  expect(limit.current).toBe(16);
});

test('falls by a fifth on a slow call, once for all that were under way, and not below 8', () => {
  const limit = new ConcurrencyLimit({ concurrency: 64, slowMs: 100 });
  for (let call = 0; call < 16; call++) limit.observe(150, 16, 1_000 + call);
  expect(limit.current).toBe(12);
  limit.observe(150, 12, 1_200);
  expect(limit.current).toBe(10);
  for (let round = 1; round < 20; round++) limit.observe(150, 8, 1_200 + 200 * round);
  expect(limit.current).toBe(8);
});

test('a smaller bound is kept', () => {
  const limit = new ConcurrencyLimit({ concurrency: 2, slowMs: 100 });
  limit.observe(150, 2, 0);
  expect(limit.current).toBe(2);
});
