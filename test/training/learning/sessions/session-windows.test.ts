import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SessionWindows, sessionsOf } from '../../../../training/learning/sessions/session-windows.js';
import type { Turn } from '../../../../training/learning/turn.js';
import { turnAt } from '../turns.js';

const ids = (sessions: readonly (readonly Turn[])[]) => sessions.map((session) => session.map(({ id }) => id));

describe('sessions', () => {
  test('a pause of more than 45 seconds ends one', () => {
    expect(ids(sessionsOf([turnAt(0), turnAt(45), turnAt(90.001)]))).toEqual([['turn-0', 'turn-45'], ['turn-90.001']]);
  });

  test('are of one customer and one session', () => {
    const turns = [turnAt(0), turnAt(1, { session: 't' }), turnAt(2, { customer: 'd' }), turnAt(3)];
    expect(ids(sessionsOf(turns))).toEqual([['turn-1'], ['turn-2'], ['turn-0', 'turn-3']]);
  });

  test('turns without a session stand alone', () => {
    expect(sessionsOf([turnAt(0, { session: '' }), turnAt(1, { session: '' })])).toHaveLength(2);
  });

  test('come out the same, in whatever order their turns arrive', () => {
    const turns = [0, 10, 20, 80, 90, 150].map((second) => turnAt(second));
    fc.assert(
      fc.property(fc.shuffledSubarray(turns, { minLength: turns.length }), (arrived) => {
        // All within the time that a turn may be late.
        const sessions = sessionsOf(arrived, { latenessMs: 200_000 });
        expect(ids(sessions)).toEqual([['turn-0', 'turn-10', 'turn-20'], ['turn-80', 'turn-90'], ['turn-150']]);
      }),
    );
  });

  test('a turn that is reported twice counts once, after its session closed, too', () => {
    const windows = new SessionWindows();
    const closed = [turnAt(0), turnAt(0), turnAt(1_000), turnAt(0)].flatMap((turn) => windows.add(turn));
    expect(ids([...closed, ...windows.end()])).toEqual([['turn-0'], ['turn-1000']]);
    expect(windows.counts).toMatchObject({ added: 2, repeated: 2 });
  });
});

describe('clocks that jump', () => {
  test('part a session, and nobody else’s', () => {
    const year = 365 * 86_400;
    const turns = [
      turnAt(0),
      turnAt(year, { id: 'ahead' }),
      turnAt(10),
      turnAt(5, { id: 'other', session: 't' }),
      turnAt(6, { id: 'another', session: 't' }),
      turnAt(12),
    ];
    const sessions = ids(sessionsOf(turns));
    expect(sessions).toContainEqual(['other', 'another']);
    expect(sessions).toContainEqual(['ahead']);
    // What arrives after the jump belongs together again.
    expect(sessions).toContainEqual(['turn-10', 'turn-12']);
    expect(sessions).toContainEqual(['turn-0']);
  });

  test('times that are no moment are left out and counted', () => {
    const windows = new SessionWindows();
    for (const timeMs of [Number.NaN, Number.POSITIVE_INFINITY, -1, 0])
      windows.add(turnAt(0, { timeMs, id: `${timeMs}` }));
    expect(windows.end()).toEqual([]);
    expect(windows.counts.untimed).toBe(4);
  });
});

test('a million turns of one customer are held in bounded memory, and none is lost', () => {
  const windows = new SessionWindows({ mostIds: 1_000 });
  let [turns, longest, most] = [0, 0, 0];
  for (let second = 0; second < 1_000_000; second++) {
    for (const session of windows.add(turnAt(second))) {
      turns += session.length;
      longest = Math.max(longest, session.length);
    }
    most = Math.max(most, second + 1 - turns);
  }
  for (const session of windows.end()) turns += session.length;
  expect(turns).toBe(1_000_000);
  expect(longest).toBeLessThanOrEqual(64);
  expect(most).toBeLessThanOrEqual(64);
});

test('of too many sessions those that were touched longest ago close', () => {
  const windows = new SessionWindows({ mostOpen: 4 });
  const add = (second: number, session: string) => ids(windows.add(turnAt(second, { session })));
  expect([add(0, 'a'), add(1, 'b'), add(2, 'a')]).toEqual([[], [], []]);
  expect(add(3, 'c')).toEqual([['turn-1']]);
});

test('200,000 customers, each with a turn, are held in bounded memory', () => {
  const windows = new SessionWindows({ mostOpen: 20_000, mostIds: 20_000 });
  let [turns, most] = [0, 0];
  for (let place = 0; place < 200_000; place++) {
    const turn = turnAt(place / 1000, { id: `${place}`, customer: `${place}` });
    for (const session of windows.add(turn)) turns += session.length;
    most = Math.max(most, place + 1 - turns);
  }
  for (const session of windows.end()) turns += session.length;
  expect(turns).toBe(200_000);
  expect(most).toBeLessThanOrEqual(20_000);
});
