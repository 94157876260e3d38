import { expect, test } from 'vitest';
import { ResetCount } from '../../../../serving/rpc/connections/reset-count.js';

/** Begins calls in one millisecond each and resets every `nth` at once; the number of the call that is one too many. */
function resetEvery(nth: number, calls: number, livedMs = 1, timeoutMs?: number): number | undefined {
  const count = new ResetCount();
  for (let call = 1; call <= calls; call++) {
    count.begun(call);
    if (call % nth === 0 && count.reset(livedMs, timeoutMs)) return call;
  }
  return undefined;
}

test('a connection is ended when more than half of 100 calls of a second were reset early', () => {
  expect(resetEvery(1, 900)).toBe(100);
  expect(resetEvery(2, 900)).toBeUndefined();
  expect(resetEvery(1, 99)).toBeUndefined();
});

test('calls that are given up at their own deadline are no resets, but one of a moment is', () => {
  expect(resetEvery(1, 900, 299, 300)).toBeUndefined();
  expect(resetEvery(1, 900, 200, 300)).toBe(100);
  expect(resetEvery(1, 900, 1, 1)).toBe(100);
  expect(resetEvery(1, 900, 1_000)).toBeUndefined();
});

test('each second is counted by itself', () => {
  const count = new ResetCount();
  for (let call = 0; call < 1_000; call++) {
    count.begun(call * 20);
    expect(count.reset(1, undefined)).toBe(false);
  }
});
