import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hedged } from '../../../proto/client/hedge.js';
import { deferred } from '../../support/deferred.js';

type Failure = 'passing' | 'final' | 'other passing';

/** Peers whose answers the test gives by hand. */
function peers(count: number) {
  const calls = Array.from({ length: count }, () => deferred<string>());
  const asked: number[] = [];
  const end = new AbortController();
  const answer = hedged<string, Failure>(
    (place) => {
      asked.push(place);
      // Places stay below the count.
      return calls[place]!.promise;
    },
    {
      peers: count,
      hedgeAfterMs: 100,
      isWorthRepeating: (failure) => failure !== 'final',
      signal: end.signal,
    },
  );
  answer.catch(() => {});
  return { asked, answer, calls, end };
}

const turns = () => vi.advanceTimersByTimeAsync(0);

describe('hedged', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('one peer that answers in time is the only one asked', async () => {
    const { asked, answer, calls } = peers(3);
    await vi.advanceTimersByTimeAsync(99);
    calls[0]!.resolve('first');
    expect(await answer).toBe('first');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual([0]);
  });

  test('slow peers are joined by the next one, each after the same time, and the first answer counts', async () => {
    const { asked, answer, calls } = peers(3);
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toEqual([0, 1, 2]);
    calls[1]!.resolve('second');
    calls[0]!.resolve('first');
    expect(await answer).toBe('second');
  });

  test('after a passing failure the next one is asked at once', async () => {
    const { asked, answer, calls } = peers(3);
    calls[0]!.reject('passing');
    await turns();
    expect(asked).toEqual([0, 1]);
    calls[1]!.reject('passing');
    await turns();
    calls[2]!.resolve('third');
    expect(await answer).toBe('third');
  });

  test('after a failure that is not worth repeating nobody else is asked, and those who were may still answer', async () => {
    const { asked, answer, calls } = peers(3);
    await vi.advanceTimersByTimeAsync(100);
    calls[1]!.reject('final');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual([0, 1]);
    calls[0]!.resolve('first');
    expect(await answer).toBe('first');
  });

  test('a failure that is not worth repeating is told at once when nobody else was asked', async () => {
    const { asked, answer, calls } = peers(3);
    calls[0]!.reject('final');
    await expect(answer).rejects.toBe('final');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual([0]);
  });

  test('the last failure is told when one is not worth repeating', async () => {
    const { asked, answer, calls } = peers(3);
    await vi.advanceTimersByTimeAsync(100);
    calls[1]!.reject('final');
    await turns();
    calls[0]!.reject('passing');
    await expect(answer).rejects.toBe('passing');
    expect(asked).toEqual([0, 1]);
  });

  test('an abort ends it with the reason, and nobody else is asked', async () => {
    const { asked, answer, calls, end } = peers(3);
    await vi.advanceTimersByTimeAsync(50);
    end.abort('over');
    await expect(answer).rejects.toBe('over');
    await vi.advanceTimersByTimeAsync(1_000);
    calls[0]!.reject('passing');
    await turns();
    expect(asked).toEqual([0]);
  });

  test('the last failure is told when all have failed', async () => {
    const { answer, calls } = peers(2);
    calls[0]!.reject('passing');
    await turns();
    calls[1]!.reject('other passing');
    await expect(answer).rejects.toBe('other passing');
  });

  test('one peer alone is never asked twice', async () => {
    const { asked, answer, calls } = peers(1);
    await vi.advanceTimersByTimeAsync(1_000);
    calls[0]!.reject('passing');
    await expect(answer).rejects.toBe('passing');
    expect(asked).toEqual([0]);
  });
});
