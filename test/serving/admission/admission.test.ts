import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Admission, admit } from '../../../serving/admission/admission.js';
import { callUnary } from '../../../serving/rpc/client.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import { type Deferred, deferred } from '../../support/deferred.js';
import { domainPeer } from '../../support/servers/domain-peer.js';
import { dial, serve } from '../../support/servers/serve.js';

const never = new AbortController().signal;
const patient = { queueMs: 60_000, slowMs: 60_000 };
const refused = { code: 'RESOURCE_EXHAUSTED' };

/** Calls by name, each ended by hand; `started` tells the order in which they got a place. */
function calls(admission: Admission) {
  const started: string[] = [];
  const gates = new Map<string, Deferred<void>>();
  return {
    started,
    start(name: string, signal = never, cost = 1): Promise<string> {
      const gate = deferred();
      gates.set(name, gate);
      const done = admission.run(
        name[0],
        signal,
        async () => {
          started.push(name);
          await gate.promise;
          return name;
        },
        cost,
      );
      done.catch(() => {});
      return done;
    },
    async end(name: string): Promise<void> {
      gates.get(name)!.resolve();
      await new Promise(setImmediate);
    },
  };
}

describe('bounds', () => {
  test('up to the concurrency run, up to the queue wait, the rest is refused at once', async () => {
    const admission = new Admission({ concurrency: 2, queue: 1, ...patient });
    const { started, start, end } = calls(admission);
    start('a1');
    start('a2');
    const waiting = start('a3');
    await expect(start('a4')).rejects.toMatchObject({
      ...refused,
      message: 'overloaded: 2 calls under way and 1 waiting',
    });
    expect(started).toEqual(['a1', 'a2']);
    expect([admission.running, admission.waiting]).toEqual([2, 1]);
    await end('a1');
    expect(started).toEqual(['a1', 'a2', 'a3']);
    expect([admission.running, admission.waiting]).toEqual([2, 0]);
    await end('a3');
    await expect(waiting).resolves.toBe('a3');
    await end('a2');
    expect(admission.running).toBe(0);
  });

  test('without a queue nothing waits', async () => {
    const { start } = calls(new Admission({ concurrency: 1, queue: 0, ...patient }));
    start('a1');
    await expect(start('a2')).rejects.toMatchObject(refused);
  });

  test('work that fails gives its place back', async () => {
    const admission = new Admission({ concurrency: 1, queue: 0, ...patient });
    await expect(admission.run('a', never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(admission.run('a', never, async () => 'yes')).resolves.toBe('yes');
  });

  test('a call that is cancelled while it waits makes room and never runs', async () => {
    const admission = new Admission({ concurrency: 1, queue: 1, ...patient });
    const { started, start, end } = calls(admission);
    start('a1');
    const caller = new AbortController();
    const cancelled = start('a2', caller.signal);
    caller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(admission.waiting).toBe(0);
    start('a3');
    await end('a1');
    expect(started).toEqual(['a1', 'a3']);
  });
});

describe('the wait', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('ends with a refusal after the longest one, and the place stays free for others', async () => {
    const admission = new Admission({ concurrency: 1, queue: 9, queueMs: 50, slowMs: 60_000 });
    const { started, start } = calls(admission);
    start('a1');
    const early = start('a2');
    await vi.advanceTimersByTimeAsync(49);
    const late = start('a3');
    await vi.advanceTimersByTimeAsync(1);
    await expect(early).rejects.toMatchObject({ ...refused, message: 'overloaded: 1 calls under way and 2 waiting' });
    expect(admission.waiting).toBe(1);
    await vi.advanceTimersByTimeAsync(49);
    await expect(late).rejects.toMatchObject(refused);
    expect(started).toEqual(['a1']);
  });

  test('twice the capacity for 10 s: 90 % of the capacity is still answered inside the deadline', async () => {
    // One thread that takes 10 ms per call: 100 a second. The queue holds 1.28 s of work, deadlines are 300 ms.
    const admission = new Admission({ concurrency: 256, queue: 128, queueMs: 50, slowMs: 100 }, Date.now);
    const deadlineMs = 300;
    let free = 0;
    let good = 0;
    const work = () => {
      free = Math.max(free, Date.now()) + 10;
      return new Promise<void>((resolve) => setTimeout(resolve, free - Date.now()));
    };
    for (let sent = 0; sent < 2_000; sent++) {
      const start = Date.now();
      admission.run('a', never, work).then(
        () => void (Date.now() - start <= deadlineMs && good++),
        () => {},
      );
      await vi.advanceTimersByTimeAsync(5);
    }
    expect(good).toBeGreaterThanOrEqual(900);
  });
});

describe('fairness', () => {
  test('places go to who had least, first come first served within one', async () => {
    const { started, start, end } = calls(new Admission({ concurrency: 1, queue: 9, ...patient }));
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']) start(name);
    for (const name of ['a1', 'b1', 'c1', 'a2', 'b2', 'a3']) await end(name);
    expect(started).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  });

  test('a full queue sheds the newest call of the caller that has the most', async () => {
    const { started, start, end } = calls(new Admission({ concurrency: 1, queue: 3, ...patient }));
    start('a1');
    start('a2');
    start('a3');
    const greedy = start('a4');
    start('b1');
    await expect(greedy).rejects.toMatchObject(refused);
    // Now a has 2 waiting and b 1: one more of b's is let in, then they are even and b is refused.
    const next = start('a3b');
    await expect(next).rejects.toMatchObject(refused);
    start('b2');
    await expect(start('b3')).rejects.toMatchObject(refused);
    for (const name of ['a1', 'b1', 'a2']) await end(name);
    expect(started).toEqual(['a1', 'b1', 'a2', 'b2']);
  });
});

test('a handler behind an admission refuses over the wire', async () => {
  const { Interpret } = definitions().domain;
  const held = deferred();
  const running = deferred();
  const admission = new Admission({ concurrency: 1, queue: 0, ...patient });
  const interpret = admit(admission, async () => {
    running.resolve();
    await held.promise;
    return { requestId: 'first' };
  });
  const channel = dial((await serve(domainPeer({ interpret }))).address);
  const first = callUnary(channel, Interpret, {}, { timeoutMs: 5_000 });
  await running.promise;
  await expect(callUnary(channel, Interpret, {}, { timeoutMs: 5_000 })).rejects.toMatchObject(refused);
  held.resolve();
  await expect(first).resolves.toMatchObject({ requestId: 'first' });
});

describe('cost', () => {
  const limits = { concurrency: 16, queue: 99, dear: { fromCost: 2, places: 8 }, ...patient };
  const dear = (admission: Admission) => {
    const { start, ...rest } = calls(admission);
    return { ...rest, start, startDear: (name: string, cost: number) => start(name, never, cost) };
  };

  test('dear calls have places of their own, and cheap ones find theirs while dear ones wait', async () => {
    const { started, start, startDear, end } = dear(new Admission(limits));
    for (const name of ['a1', 'a2', 'a3']) startDear(name, 6);
    for (const name of ['b1', 'b2', 'b3']) start(name);
    expect(started).toEqual(['a1', 'b1', 'b2', 'b3']);
    await end('a1');
    expect(started).toEqual(['a1', 'b1', 'b2', 'b3', 'a2']);
  });

  test('a call that is dearer than all places runs, alone among its kind', async () => {
    const { started, start, startDear, end } = dear(new Admission(limits));
    startDear('a1', 2);
    startDear('a2', 100);
    startDear('a3', 2);
    start('b1');
    expect(started).toEqual(['a1', 'b1']);
    await end('a1');
    expect(started).toEqual(['a1', 'b1', 'a2']);
    await end('a2');
    expect(started).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  test('a call that is dearer than all places leaves cheap ones theirs', async () => {
    const { started, start, startDear } = dear(new Admission({ ...limits, dear: undefined }));
    startDear('a1', 100);
    for (let call = 1; call <= 9; call++) start(`b${call}`);
    // Of sixteen places eight are not for dear calls.
    expect(started).toEqual(['a1', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'b8']);
  });

  test('where there is one place, nothing runs beside a dear call', async () => {
    const { started, start, startDear } = dear(new Admission({ ...limits, concurrency: 1, dear: undefined }));
    startDear('a1', 100);
    start('b1');
    expect(started).toEqual(['a1']);
  });

  test('callers get the same cost, not the same number of calls', async () => {
    const { started, startDear, end } = dear(new Admission({ ...limits, dear: { fromCost: 2, places: 2 } }));
    for (let call = 1; call <= 4; call++) startDear(`a${call}`, 8);
    for (let call = 1; call <= 8; call++) startDear(`b${call}`, 2);
    for (let call = 0; call < 6; call++) await end(started[call]);
    // After eight of a's first call four of b's cost as much.
    expect(started.slice(0, 7)).toEqual(['a1', 'b1', 'b2', 'b3', 'b4', 'a2', 'b5']);
  });

  test('a caller is told before its call is made that it would be refused, and one with less waiting is not', () => {
    const admission = new Admission({ ...limits, concurrency: 1, queue: 2 });
    const { start } = calls(admission);
    for (const name of ['a1', 'a2', 'a3']) start(name);
    expect(admission.refusal('a')).toMatchObject(refused);
    expect(admission.refusal('b')).toBeUndefined();
  });

  test('calls of some cost that are fast raise the limit, and slow ones do not lower it', async () => {
    let nowMs = 0;
    const admission = new Admission({ concurrency: 64, queue: 0, queueMs: 1, slowMs: 100 }, () => nowMs);
    const one = async (tookMs: number) => {
      nowMs += tookMs;
    };
    const run = (tookMs: number) =>
      Promise.all(['a', 'b'].map((caller) => admission.run(caller, never, () => one(tookMs), 8)));
    for (let call = 0; call < 40; call++) await run(10);
    expect(admission.limit).toBeGreaterThan(16);
    const { limit } = admission;
    for (let call = 0; call < 40; call++) await run(1_000);
    expect(admission.limit).toBe(limit);
  });
});
