import { spokenForm } from '../../../gateway/answer/hearings/spoken-form.js';
import type { NamedValue } from '../../metrics/scored.js';
import type { HeardAnswer } from '../failures/simulation/customers.js';
import type { Meaning } from '../failures/simulation/goal.js';
import type { YearGoal } from './year-goals.js';

/**
 * The place of what was meant among what was accepted or offered, -1: it is not there. Domain, intent and the slots as a multiset
 * of name and spoken form are the label's (docs/reference/quality-metrics.md); nothing is there of what is no request of ours.
 */
export function rightPlaceOf({ meaning }: Pick<YearGoal, 'meaning'>, { offered }: HeardAnswer): number {
  return meaning ? offered.findIndex((each) => isSameMeaning(each, meaning)) : -1;
}

/** Whether an answer is right by the label: what was meant was done or offered, or, of no request of ours, nothing was. */
export function isRightAnswer(goal: Pick<YearGoal, 'meaning'>, answer: HeardAnswer): boolean {
  if (!goal.meaning) return answer.offered.length === 0;
  return rightPlaceOf(goal, answer) >= 0;
}

/** The same text for the same answer: its decision, and the meanings in their order. */
export function answerKey({ event, offered }: HeardAnswer): string {
  return JSON.stringify([event.decision, offered.map(({ domain, intent, slots }) => [domain, intent, keysOf(slots)])]);
}

function isSameMeaning(one: Meaning, other: Meaning): boolean {
  if (one.domain !== other.domain || one.intent !== other.intent) return false;
  return keysOf(one.slots).join('\n') === keysOf(other.slots).join('\n');
}

function keysOf(slots: readonly NamedValue[]): string[] {
  return slots.map(({ name, value }) => `${name}\t${spokenForm(value)}`).sort();
}
