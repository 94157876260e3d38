import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hedged } from '../../../proto/client/hedge.js';
import { deferred } from '../../support/deferred.js';

type Failure = 'passing' | 'final' | 'other';

/** Peers whose answers the test gives by hand. */
function peers(count: number) {
  const calls = Array.from({ length: count }, () => deferred<string>());
  const asked: number[] = [];
  const answer = hedged<string, Failure>(
    (place) => {
      asked.push(place);
      // Places stay below the count.
      return calls[place]!.promise;
    },
    {
      peers: count,
      hedgeAfterMs: 100,
      isPassing: (failure) => failure === 'passing',
      isFinal: (failure) => failure === 'final',
    },
  );
  answer.catch(() => {});
  return { asked, answer, calls };
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

  test('a final failure ends it, whoever is still asked', async () => {
    const { asked, answer, calls } = peers(3);
    await vi.advanceTimersByTimeAsync(100);
    calls[1]!.reject('final');
    await expect(answer).rejects.toBe('final');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual([0, 1]);
  });

  test('another failure asks nobody, and those who were asked are waited for', async () => {
    const { asked, answer, calls } = peers(3);
    await vi.advanceTimersByTimeAsync(100);
    calls[0]!.reject('other');
    await turns();
    expect(asked).toEqual([0, 1]);
    calls[1]!.resolve('second');
    expect(await answer).toBe('second');
  });

  test('the last failure is told when all have failed', async () => {
    const { answer, calls } = peers(2);
    calls[0]!.reject('passing');
    await turns();
    calls[1]!.reject('other');
    await expect(answer).rejects.toBe('other');
  });

  test('one peer alone is never asked twice', async () => {
    const { asked, answer, calls } = peers(1);
    await vi.advanceTimersByTimeAsync(1_000);
    calls[0]!.reject('passing');
    await expect(answer).rejects.toBe('passing');
    expect(asked).toEqual([0]);
  });
});
