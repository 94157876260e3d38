import { expect, test } from 'vitest';
import { Admission } from '../../../serving/admission/admission.js';
import { ServiceRate } from '../../../serving/admission/service-rate.js';

test('tells how many calls finish in a time, of those that others waited for', () => {
  const rate = new ServiceRate();
  expect(rate.within(50)).toBe(Number.POSITIVE_INFINITY);
  for (let n = 0; n < 10; n++) rate.finished(n * 2, true);
  expect(rate.within(50)).toBeCloseTo(25, 9);
  // The time in which nobody waited says nothing; then it goes slower.
  rate.finished(20, false);
  rate.finished(1_000, true);
  expect(rate.within(50)).toBeCloseTo(25, 9);
  for (let n = 1; n <= 400; n++) rate.finished(1_000 + n * 10, true);
  expect(rate.within(50)).toBeCloseTo(5, 2);
});

test('calls that would wait in vain are refused when they come, though the queue has room', async () => {
  let nowMs = 0;
  const admission = new Admission({ concurrency: 1, queue: 100, queueMs: 60_000, slowMs: 60_000 }, () => nowMs);
  const signal = new AbortController().signal;
  const ends: (() => void)[] = [];
  const start = () => admission.run('a', signal, () => new Promise<void>((resolve) => ends.push(resolve)));
  const calls = Array.from({ length: 30 }, start);
  expect(admission.refusal('a')).toBeUndefined();
  // One that finishes in five seconds leaves twelve to finish within the longest wait.
  for (let n = 0; n < 20; n++) {
    nowMs += 5_000;
    ends[n]!();
    await calls[n];
    await Promise.resolve();
  }
  expect(admission.waiting).toBe(9);
  calls.push(...Array.from({ length: 3 }, start));
  expect(admission.refusal('a')).toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  await expect(start()).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
  // Somebody who has nothing waiting takes a place of whoever has most.
  expect(admission.refusal('b')).toBeUndefined();
  for (let n = 20; n < calls.length; n++) {
    await expect.poll(() => ends.length, { interval: 1 }).toBeGreaterThan(n);
    ends[n]!();
    await calls[n];
  }
});
