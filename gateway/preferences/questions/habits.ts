import type { What } from '../../feedback/events/outcome-event.js';
import type { CustomerDocument, Habit } from '../document/customer-document.js';

/** The most habits of a customer: the latest stay. */
const MOST_HABITS = 16;

/** What a customer did: chose a domain, or was served another than was accepted. */
export type Did = Pick<Habit, 'words' | 'kind' | 'domain'>;

/** What was answered, as far as an outcome says more of it. */
export interface HabitualAnswer {
  /** Fingerprint of the best reading's title. */
  readonly words: string;
  readonly decision: 'ACCEPT' | 'CLARIFY';
  /** The readings' domains, best first. */
  readonly domains: readonly string[];
}

/** What an outcome says that the customer did, if it is of a kind that may become a habit. */
export function didOf({ words, decision, domains }: HabitualAnswer, what: What): Did | undefined {
  if (what.type === 'choice' && decision === 'CLARIFY' && what.reading !== undefined) {
    const domain = domains[what.reading];
    return domain === undefined || domains.length < 2 ? undefined : { words, kind: 'choice', domain };
  }
  if (what.type !== 'served' || decision !== 'ACCEPT' || what.domain === domains[0]) return undefined;
  return { words, kind: 'correction', domain: what.domain };
}

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
