import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type AskDomain, fanOut } from '../../../gateway/domains/fan-out.js';
import type { EncodedReply } from '../../../gateway/domains/replies/encoded-reply.js';
import { NluError } from '../../../serving/errors.js';

const reply: EncodedReply = {
  hypotheses: [],
  inDomain: 0.5,
  screened: false,
  bundleVersion: 'v1',
  warnings: [],
  catalogueVersion: '',
};
const never = new AbortController().signal;
const after = (ms: number) => new Promise<EncodedReply>((resolve) => setTimeout(() => resolve(reply), ms));

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

/** Runs the clock until the fan-out is done. */
async function run(ask: Record<string, AskDomain>, signal = never) {
  const done = fanOut(
    Object.keys(ask),
    (domain, settings) => ask[domain](domain, settings),
    { fanOutMs: 100, callsMs: 120, signal },
    Date.now,
  );
  const start = Date.now();
  let tookMs: number | undefined;
  const end = () => {
    tookMs = Date.now() - start;
  };
  done.then(end, end);
  // Other timers may be waiting, too: those of the test runner, which were set with the clock that runs here.
  await setImmediate();
  while (tookMs === undefined) {
    await vi.advanceTimersToNextTimerAsync();
    await setImmediate();
  }
  return { outcomes: await done, tookMs };
}

test('domains are asked in parallel and reported in the order asked', async () => {
  const { outcomes, tookMs } = await run({ slow: () => after(30), fast: () => after(10) });
  expect(outcomes).toEqual([
    { status: 'OK', domain: 'slow', latencyMs: 30, reply },
    { status: 'OK', domain: 'fast', latencyMs: 10, reply },
  ]);
  expect(tookMs).toBe(30);
});

test('a late domain is reported and not awaited, even when it ignores its signal', async () => {
  const { outcomes, tookMs } = await run({ late: () => after(5_000), fast: () => after(10) });
  expect(outcomes[0]).toMatchObject({ status: 'DEADLINE', domain: 'late', latencyMs: 100 });
  expect(outcomes[1]).toMatchObject({ status: 'OK', domain: 'fast' });
  expect(tookMs).toBe(100);
});

test('the call of a late domain is cancelled', async () => {
  let aborted = false;
  await run({
    late: (_, { signal }) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return after(5_000);
    },
  });
  expect(aborted).toBe(true);
});

test.each([
  ['DEADLINE_EXCEEDED', 'DEADLINE'],
  ['UNAVAILABLE', 'UNAVAILABLE'],
  ['CANCELLED', 'UNAVAILABLE'],
  ['RESOURCE_EXHAUSTED', 'OVERLOADED'],
  ['INTERNAL', 'ERROR'],
  ['FAILED_PRECONDITION', 'ERROR'],
] as const)('a domain that fails with %s is %s, and the others count', async (code, status) => {
  const { outcomes } = await run({
    bad: () => Promise.reject(new NluError(code, 'why')),
    good: () => after(5),
  });
  expect(outcomes[0]).toMatchObject({ status, domain: 'bad', error: { message: 'why' } });
  expect(outcomes[1]).toMatchObject({ status: 'OK' });
});

test('a domain whose reply is too large is at fault, not overloaded', async () => {
  const tooLarge = new NluError('RESOURCE_EXHAUSTED', 'why', { reason: 'MESSAGE_TOO_LARGE' });
  const { outcomes } = await run({ bad: () => Promise.reject(tooLarge) });
  expect(outcomes[0]).toMatchObject({ status: 'ERROR', error: { reason: 'MESSAGE_TOO_LARGE' } });
});

test('the caller cancelling ends it at once and reaches the domains', async () => {
  const caller = new AbortController();
  let reached = false;
  const ask: AskDomain = (_, { signal }) => {
    signal.addEventListener('abort', () => {
      reached = true;
    });
    return after(5_000);
  };
  const done = fanOut(['music'], ask, { fanOutMs: 100, callsMs: 120, signal: caller.signal });
  caller.abort();
  await expect(done).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(reached).toBe(true);
  expect(vi.getTimerCount()).toBe(1); // the scripted domain's own; the budget's is gone
});

test('a defect in asking is not taken for a domain that failed', async () => {
  const ask: AskDomain = () => Promise.reject(new TypeError('defect'));
  await expect(fanOut(['music'], ask, { fanOutMs: 100, callsMs: 120, signal: never })).rejects.toThrow('defect');
});

test('many domains that listen for the end are no leak to warn of', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const listening: AskDomain = async (_, { signal }) => {
    signal.addEventListener('abort', () => {});
    return after(10);
  };
  const names = Array.from({ length: 30 }, (_, index) => `domain-${index}`);
  const { outcomes } = await run(Object.fromEntries(names.map((name) => [name, listening])));
  expect(outcomes.map((one) => one.status)).toEqual(names.map(() => 'OK'));
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});

test('a reply that lies in the socket when the time is up counts, however late the process gets to it', async () => {
  vi.useRealTimers();
  const peer = spawn('sh', ['-c', 'read line; sleep 0.02; echo reply']);
  const replied = new Promise<EncodedReply>((resolve) => peer.stdout.once('data', () => resolve(reply)));
  const budget = { fanOutMs: 100, callsMs: 120, signal: never };
  const asking = fanOut(['music', 'books'], (name) => (name === 'music' ? replied : after(5_000)), budget);
  peer.stdin.end('\n');
  // Held up by an event: timers come next, before the events that have arrived meanwhile.
  await stat('.');
  const blockedUntil = performance.now() + 400;
  while (performance.now() < blockedUntil);
  expect((await asking).map(({ status }) => status)).toEqual(['OK', 'DEADLINE']);
});
