import { afterEach, expect, test } from 'vitest';
import { LoopDelay } from '../../../gateway/service/loop-delay.js';

let delay: LoopDelay;
afterEach(() => delay.stop());

test('the longest gap of the last ten spans, less the resolution of 10 ms', () => {
  const gaps = { max: 0, reset: () => {}, disable: () => true };
  const after = (...milliseconds: number[]) => {
    for (const ms of milliseconds) {
      gaps.max = ms * 1e6;
      delay.sample();
    }
    return delay.longestMs;
  };
  delay = new LoopDelay(gaps);
  expect(delay.longestMs).toBe(0);
  expect(after(9)).toBe(0);
  expect(after(11, 60, 12)).toBe(50);
  expect(after(...Array(8).fill(13))).toBe(50);
  expect(after(13)).toBe(3);
});

test('a loop that is held up is told of', async () => {
  delay = new LoopDelay();
  const blockedUntil = performance.now() + 120;
  // One turn first: the monitor counts from its first timer.
  await new Promise((resolve) => setTimeout(resolve, 30));
  while (performance.now() < blockedUntil);
  await expect.poll(() => delay.longestMs, { timeout: 1_500 }).toBeGreaterThan(50);
});
