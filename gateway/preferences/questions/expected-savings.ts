import type { Habit } from '../document/customer-document.js';
import type { QuestionsConfig } from './questions-config.js';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
/** How often a customer has done the same before it is taken for a habit. */
const LEAST_TIMES: Readonly<Record<Habit['kind'], number>> = { choice: 3, correction: 2 };
/** Defects of one wrong answer that was accepted. */
const CORRECTION_COST = 1;

/** Whether something was done often enough to be taken for a habit: three choices, or two corrections. */
export function isHabit({ kind, times }: Pick<Habit, 'kind' | 'times'>): boolean {
  return times >= LEAST_TIMES[kind];
}

/**
 * The defects that knowing a habit is expected to save: times a week, over at least a week, x weeks looked ahead x defects each x
 * P(the same is meant again). That is (n + 1) / (n + 2) after n times the same and none another (Laplace's rule of succession).
 * 0 for what was not done often enough to be a habit.
 */
export function expectedSavings(
  habit: Habit,
  { weeks, clarifyCost }: Pick<QuestionsConfig, 'weeks' | 'clarifyCost'>,
  nowMs: number,
): number {
  if (!isHabit(habit)) return 0;
  const { kind, times, since } = habit;
  const spanWeeks = Math.max(1, (nowMs - Date.parse(since)) / WEEK_MS);
  const cost = kind === 'choice' ? clarifyCost : CORRECTION_COST;
  return (times / spanWeeks) * weeks * cost * ((times + 1) / (times + 2));
}
