import { setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { NluError } from '../../../serving/errors.js';
import { startServer } from '../../../serving/rpc/server.js';
import { deferred } from '../../support/deferred.js';
import { serverlessAddress } from '../../support/servers/addresses.js';
import { type DomainScript, domainPeer } from '../../support/servers/domain-peer.js';
import { channelTo, type StreamingOptions } from '../../support/servers/streaming-channel.js';

type Answer = (requestId: string, replica: string) => Promise<string>;

const named: Answer = async (_, replica) => replica;

/** A replica that counts the calls that reach it by a stream; unary ones it answers too, by another name. */
async function replica(name: string, answer: Answer = named) {
  const asked: string[] = [];
  const by = (as: string): DomainScript => ({
    interpret: async ({ requestId }) => {
      asked.push(requestId);
      return { requestId, bundleVersion: await answer(requestId, as) };
    },
  });
  const { implementation, ...service } = domainPeer(by(name));
  const { Interpret } = domainPeer(by('unary')).implementation;
  const services = [{ ...service, implementation: { ...implementation, Interpret: Interpret! } }];
  const server = await startServer({ host: '127.0.0.1', port: 0, services });
  onTestFinished(() => server.drain(1));
  return { address: server.address, asked, drain: (graceMs: number) => server.drain(graceMs) };
}

/** A replica that answers the call `held` only once it is freed. */
async function holding(name: string) {
  const begun = deferred();
  const free = deferred();
  const answer: Answer = async (id, as) => {
    if (id !== 'held') return as;
    begun.resolve();
    await free.promise;
    return as;
  };
  return { begun, free, replica: await replica(name, answer) };
}

/** A channel with all its streams open; `ask` tells by whom a call was answered. */
async function streamsTo(replicas: readonly { readonly address: string }[], options: StreamingOptions = {}) {
  const made = channelTo(
    replicas.map(({ address }) => address),
    options,
  );
  await made.streams(replicas.length);
  const ask = async (id = '1', settings = {}) => (await made.interpret(id, settings)).bundleVersion;
  const several = (count: number) => Promise.all(Array.from({ length: count }, (_, index) => ask(String(index))));
  return { ...made, ask, several };
}

/** A clock that moves when the test says so. */
function clock() {
  let nowMs = 0;
  return {
    now: () => nowMs,
    pass(ms: number) {
      nowMs += ms;
    },
  };
}

const ill: Answer = () => Promise.reject(new NluError('UNAVAILABLE', 'ill'));

describe('calls are dealt', () => {
  test('by the turn of the event loop: all of one to one replica, those of the next to the next', async () => {
    const { several } = await streamsTo([await replica('one'), await replica('two')]);
    const turns = [await several(10), await several(10), await several(10), await several(10)];
    expect(turns.map((turn) => new Set(turn).size)).toEqual([1, 1, 1, 1]);
    expect(turns.map(([by]) => by).sort()).toEqual(['one', 'one', 'two', 'two']);
    expect(turns[0]![0]).not.toBe(turns[1]![0]);
  });

  test('sixteen at most to one replica in a turn, so that none waits behind too many', async () => {
    const { several } = await streamsTo([await replica('one'), await replica('two'), await replica('three')]);
    const by = await several(48);
    expect(['one', 'two', 'three'].map((name) => by.filter((each) => each === name).length)).toEqual([16, 16, 16]);
  });

  test('to the replica with the fewest under way', async () => {
    const free = deferred();
    const held = await replica('held', async (_, as) => {
      await free.promise;
      return as;
    });
    const { ask } = await streamsTo([held, await replica('quick')]);
    // Of two turns one is the held one's.
    const answers = [ask('first')];
    await Promise.race([answers[0], vi.waitFor(() => expect(held.asked.length).toBe(1))]);
    if (held.asked.length === 0) answers.push(ask('second'));
    await vi.waitFor(() => expect(held.asked.length).toBe(1));
    for (let i = 0; i < 5; i++) expect(await ask()).toBe('quick');
    free.resolve();
    expect(await answers.at(-1)).toBe('held');
  });
});

test('a call that one replica cannot take is made again at another', async () => {
  const [sick, well] = [await replica('sick', ill), await replica('well')];
  const { ask } = await streamsTo([sick, well], { repeats: { retryBudget: { tokens: 1000, ratio: 0.1 } } });
  for (let i = 0; i < 10; i++) expect(await ask(String(i))).toBe('well');
  expect(sick.asked.length).toBeGreaterThan(0);
  expect(new Set(sick.asked).size).toBe(sick.asked.length);
});

test('with as many attempts as replicas each is tried once, and then those that were', async () => {
  const sick = [await replica('a', ill), await replica('b', ill), await replica('c', ill)];
  const { ask } = await streamsTo(sick, { repeats: { attempts: 5 } });
  await expect(ask()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: 'ill' });
  expect(sick.map(({ asked }) => asked.length).sort()).toEqual([1, 2, 2]);
});

test('a call is made again at a busier replica rather than at the one that could not take it', async () => {
  const free = deferred();
  const busy = await replica('busy', async (id, as) => {
    if (id === 'held') await free.promise;
    return as;
  });
  const sick = await replica('sick', (id, as) => (id === 'held' ? named(id, as) : ill(id, as)));
  const { ask, interpret } = await streamsTo([busy, sick]);
  const held: Promise<unknown>[] = [];
  while (busy.asked.length === 0) {
    held.push(interpret('held'));
    await setTimeout(5);
  }
  expect(await ask('next')).toBe('busy');
  expect(sick.asked).toContain('next');
  free.resolve();
  await Promise.all(held);
});

test('a replica that is killed under load takes no call along', async () => {
  let dying = false;
  const left: string[] = [];
  const mortal: Answer = (id, as) => {
    if (!dying) return named(id, as);
    left.push(id);
    return new Promise(() => {});
  };
  const [killed, other] = [await replica('killed', mortal), await replica('other')];
  const { ask } = await streamsTo([killed, other]);
  const answers = new Map<string, string>();
  let going = true;
  let calls = 0;
  const callers = Array.from({ length: 8 }, async () => {
    while (going) {
      const id = String(calls++);
      answers.set(id, await ask(id));
    }
  });
  await vi.waitFor(() => expect(Math.min(killed.asked.length, other.asked.length)).toBeGreaterThan(20));
  dying = true;
  await vi.waitFor(() => expect(left.length).toBeGreaterThan(0));
  await killed.drain(0);
  const [last, then] = [killed.asked.length, other.asked.length];
  await vi.waitFor(() => expect(other.asked.length).toBeGreaterThan(then + 100));
  going = false;
  await Promise.all(callers);
  expect(answers.size).toBe(calls);
  expect(left.map((id) => answers.get(id))).toEqual(left.map(() => 'other'));
  expect(killed.asked.length).toBe(last);
});

test('a replica that drains finishes its calls and gets no new one', async () => {
  const { begun, free, replica: leaving } = await holding('leaving');
  const { ask, streams } = await streamsTo([leaving, await replica('staying')]);
  // One of the two goes to each.
  const held = [ask('held')];
  await setTimeout(5);
  held.push(ask('held'));
  await begun.promise;
  const drained = leaving.drain(20_000);
  await streams(1);
  const asked = leaving.asked.length;
  for (let i = 0; i < 10; i++) expect(await ask()).toBe('staying');
  expect(leaving.asked.length).toBe(asked);
  free.resolve();
  expect((await Promise.all(held)).sort()).toEqual(['leaving', 'staying']);
  await drained;
});

test('a replica that fails most of its calls is left out for 2 s, and returns', async () => {
  let healthy = false;
  const failing: Answer = async (_, as) => {
    if (healthy) return as;
    throw new NluError('INTERNAL', 'broken');
  };
  const { now, pass } = clock();
  const { ask, streams } = await streamsTo([await replica('failing', failing), await replica('well')], { now });
  const answers = async () => {
    const by = [];
    for (let i = 0; i < 20; i++) by.push(await ask().catch((error: NluError) => error.code));
    return by;
  };
  const before = await answers();
  expect(before.filter((by) => by === 'INTERNAL').length).toBe(10);
  pass(1_000);
  expect(new Set(await answers())).toEqual(new Set(['well']));
  healthy = true;
  pass(1_999);
  expect(new Set(await answers())).toEqual(new Set(['well']));
  pass(1_000);
  await streams(2);
  expect(new Set(await answers())).toEqual(new Set(['failing', 'well']));
});

test('calls that their own caller cancels, or gives no fair time, leave no replica out', async () => {
  const waiting: Answer = (id, as) => (id === 'left' ? new Promise(() => {}) : Promise.resolve(as));
  const { now, pass } = clock();
  const replicas = [await replica('a', waiting), await replica('b', waiting)];
  const { ask, channel } = await streamsTo(replicas, { now });
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 40; i++) {
      if (i % 2 === 0) {
        await expect(ask('left', { timeoutMs: 1 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
      } else {
        const cancel = new AbortController();
        const call = ask('left', { signal: cancel.signal });
        cancel.abort();
        await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
      }
      if (i % 4 === 0) await ask();
    }
    pass(1_000);
    expect(channel.streams).toBe(2);
  }
});

test('where no replica is listed and none has a stream, calls go one by one', async () => {
  const one = await replica('one');
  const { interpret, channel } = channelTo([one.address], { addresses: { at: () => [], doubt: () => {} } });
  expect(await interpret('1')).toMatchObject({ bundleVersion: 'unary' });
  expect(channel.streams).toBe(0);
});

test('of two addresses the dead one costs no time, from the first stream on no call either', async () => {
  const well = await replica('well');
  const { interpret, streams } = channelTo([await serverlessAddress(), well.address]);
  await streams(1);
  const startMs = performance.now();
  for (let i = 0; i < 50; i++) expect(await interpret(String(i))).toMatchObject({ bundleVersion: 'well' });
  // A wait for the dead one, of 100 ms at least, would show.
  expect(performance.now() - startMs).toBeLessThan(2_500);
});

test('the list is followed: a new replica gets calls, one that left finishes those it has', async () => {
  const { begun, free, replica: leaving } = await holding('leaving');
  const [staying, coming] = [await replica('staying'), await replica('coming')];
  let list = [leaving.address];
  let doubts = 0;
  const addresses = { at: () => list, doubt: () => void doubts++ };
  const { interpret, streams } = channelTo([leaving.address], { addresses });
  await streams(1);
  const held = interpret('held');
  await begun.promise;
  list = [staying.address, coming.address];
  await streams(2);
  const answers = [];
  for (let i = 0; i < 4; i++) answers.push((await interpret(String(i))).bundleVersion);
  expect(answers.sort()).toEqual(['coming', 'coming', 'staying', 'staying']);
  free.resolve();
  expect(await held).toMatchObject({ bundleVersion: 'leaving' });
  // Its connection is closed: the server has nothing to wait for.
  const startMs = performance.now();
  await leaving.drain(20_000);
  expect(performance.now() - startMs).toBeLessThan(10_000);
  expect(doubts).toBe(0);
  await coming.drain(1);
  await vi.waitFor(() => expect(doubts).toBeGreaterThan(0));
});
