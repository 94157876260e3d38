import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { domainBreaker } from '../../../gateway/domains/breaker.js';
import { type ErrorCode, NluError } from '../../../serving/errors.js';
import { deferred } from '../../support/deferred.js';

const rules = { failureShare: 0.5, windowMs: 1_000, minimumPerSecond: 10, openMs: 1_000 };
const fairMs = 140;
const circuitOpen = { code: 'UNAVAILABLE', message: expect.stringContaining('circuit open') };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A breaker and a count of the calls that it let through. */
function breakerOf() {
  const breaker = domainBreaker(rules, fairMs);
  let made = 0;
  return {
    breaker,
    made: () => made,
    succeed: () =>
      breaker.run(280, async () => {
        made++;
        return 'reply';
      }),
    async fail(code: ErrorCode, timeoutMs = 280, times = 1): Promise<void> {
      for (let i = 0; i < times; i++) {
        const call = breaker.run(timeoutMs, () => {
          made++;
          return Promise.reject(new NluError(code, 'why'));
        });
        await expect(call).rejects.toMatchObject({ code });
      }
    },
  };
}

describe('closed', () => {
  test('results and errors pass through', async () => {
    const { breaker, succeed, fail } = breakerOf();
    expect(await succeed()).toBe('reply');
    await fail('UNAVAILABLE');
    expect(breaker.state).toBe('closed');
  });

  test.each([
    ['UNAVAILABLE', 280],
    ['INTERNAL', 280],
    ['DEADLINE_EXCEEDED', fairMs],
  ] as const)('%s within %i ms are faults that open it', async (code, timeoutMs) => {
    const { breaker, fail } = breakerOf();
    await fail(code, timeoutMs, 9);
    expect(breaker.state).toBe('closed');
    await fail(code, timeoutMs);
    expect(breaker.state).toBe('open');
  });

  test.each([
    ['RESOURCE_EXHAUSTED', 280],
    ['FAILED_PRECONDITION', 280],
    ['INVALID_ARGUMENT', 280],
    ['CANCELLED', 280],
    ['DEADLINE_EXCEEDED', fairMs - 1],
  ] as const)('%s within %i ms are none', async (code, timeoutMs) => {
    const { breaker, fail } = breakerOf();
    await fail(code, timeoutMs, 50);
    expect(breaker.state).toBe('closed');
  });

  test('calls that their callers cancel hide no faults', async () => {
    const { breaker, fail } = breakerOf();
    await fail('CANCELLED', 280, 50);
    await fail('UNAVAILABLE', 280, 10);
    expect(breaker.state).toBe('open');
  });

  test('half of the calls may fail', async () => {
    const { breaker, succeed, fail } = breakerOf();
    for (let i = 0; i < 20; i++) {
      await succeed();
      await fail('UNAVAILABLE');
    }
    expect(breaker.state).toBe('closed');
  });
});

describe('open', () => {
  async function opened() {
    const parts = breakerOf();
    await parts.fail('UNAVAILABLE', 280, 10);
    return parts;
  }

  test('calls are refused without being made, until a trial is due', async () => {
    const { breaker, succeed, made } = await opened();
    vi.advanceTimersByTime(999);
    await expect(succeed()).rejects.toMatchObject(circuitOpen);
    expect(made()).toBe(10);
    vi.advanceTimersByTime(1);
    expect(await succeed()).toBe('reply');
    expect(breaker.state).toBe('closed');
  });

  test('a trial that its caller cancels proves nothing: the next call is the trial', async () => {
    const { breaker, fail, succeed } = await opened();
    vi.advanceTimersByTime(1_000);
    await fail('CANCELLED', 1);
    expect(breaker.state).toBe('open');
    expect(await succeed()).toBe('reply');
    expect(breaker.state).toBe('closed');
  });

  test('a clock that is set back by ten minutes delays no trial', async () => {
    const { breaker, succeed } = await opened();
    vi.setSystemTime(Date.now() - 600_000);
    vi.advanceTimersByTime(1_000);
    expect(await succeed()).toBe('reply');
    expect(breaker.state).toBe('closed');
  });

  test.each(['UNAVAILABLE', 'INTERNAL', 'DEADLINE_EXCEEDED'] as const)(
    'a trial that ends in %s leaves it open, however short its time',
    async (code) => {
      const { breaker, fail, succeed } = await opened();
      vi.advanceTimersByTime(1_000);
      await fail(code, 1);
      expect(breaker.state).toBe('open');
      await expect(succeed()).rejects.toMatchObject(circuitOpen);
    },
  );

  test('a trial that cannot even begin is over too', async () => {
    const { breaker, succeed } = await opened();
    vi.advanceTimersByTime(1_000);
    const thrown = breaker.run(280, () => {
      throw new TypeError('defect');
    });
    await expect(thrown).rejects.toThrow('defect');
    expect(breaker.state).toBe('open');
    vi.advanceTimersByTime(1_000);
    expect(await succeed()).toBe('reply');
  });

  test('one trial at a time: others are refused at once', async () => {
    const { breaker, succeed } = await opened();
    vi.advanceTimersByTime(1_000);
    const reply = deferred<string>();
    const trial = breaker.run(280, () => reply.promise);
    expect(breaker.state).toBe('half-open');
    await expect(succeed()).rejects.toMatchObject(circuitOpen);
    reply.resolve('back');
    expect(await trial).toBe('back');
    expect(await succeed()).toBe('reply');
  });
});
