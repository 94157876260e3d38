import type { CustomerDocument, Habit } from '../document/customer-document.js';

/** The most habits of a customer: the latest stay. */
const MOST_HABITS = 16;

/** What a customer did: chose a domain, or was served another than was accepted. */
export type Did = Pick<Habit, 'words' | 'kind' | 'domain'>;

/** A customer's document after one more of a habit; of another domain it begins anew. @param time of it, ISO 8601 */
export function withHabit(document: CustomerDocument, { words, kind, domain }: Did, time: string): CustomerDocument {
  const isSame = (habit: Habit) => habit.words === words && habit.kind === kind;
  const before = document.habits.find(isSame);
  const habit: Habit =
    before?.domain === domain
      ? { ...before, times: before.times + 1, last: time }
      : { words, kind, domain, times: 1, since: time, last: time };
  const habits = [...document.habits.filter((each) => !isSame(each)), habit].slice(-MOST_HABITS);
  return { ...document, habits };
}

/** A customer's document without the habits of some words. */
export function withoutHabits(document: CustomerDocument, words: string): CustomerDocument {
  return { ...document, habits: document.habits.filter((habit) => habit.words !== words) };
}
