import { expect, test } from 'vitest';
import { fanOutBudgetMs } from '../../gateway/budget.js';

const rules = { defaultMs: 300, maxMs: 10_000, replyReserveMs: 20 };
const now = 1_000_000;

test.each([
  ['no deadline: the default less the reserve', undefined, 280],
  ['a deadline less the reserve', now + 500, 480],
  ['a short deadline keeps back a fifth', now + 50, 40],
  ['a long deadline is cut', now + 3_600_000, 9_980],
  ['2 ms left', now + 2, 1],
] as const)('%s', (_, deadlineMs, budget) => {
  expect(fanOutBudgetMs(now, deadlineMs, rules)).toBe(budget);
});

test.each([1, 0, -50])('%i ms left are too few to ask anybody', (left) => {
  expect(() => fanOutBudgetMs(now, now + left, rules)).toThrow(expect.objectContaining({ code: 'DEADLINE_EXCEEDED' }));
});
