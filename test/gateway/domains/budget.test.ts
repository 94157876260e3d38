import { expect, test } from 'vitest';
import { splitDeadline } from '../../../gateway/domains/budget.js';

const rules = { defaultMs: 300, maxMs: 10_000, replyReserveMs: 20 };
const now = 1_000_000;

test.each([
  ['no deadline: the default less the reserve', undefined, 0, 280, 300],
  ['a deadline less the reserve', now + 500, 0, 480, 500],
  ['a short deadline keeps back a fifth', now + 50, 0, 40, 50],
  ['a long deadline is cut', now + 3_600_000, 0, 9_980, 10_000],
  ['2 ms left', now + 2, 0, 1, 2],
  ['an event loop that is late keeps back twice its delay more', now + 300, 15, 250, 300],
  ['one that is very late a third in all', now + 300, 900, 200, 300],
] as const)('%s', (_, deadlineMs, loopDelayMs, fanOutMs, callsMs) => {
  expect(splitDeadline(now, deadlineMs, rules, loopDelayMs)).toEqual({ fanOutMs, callsMs });
});

test.each([1, 0, -50])('%i ms left are too few to ask anybody', (left) => {
  expect(() => splitDeadline(now, now + left, rules)).toThrow(expect.objectContaining({ code: 'DEADLINE_EXCEEDED' }));
});
