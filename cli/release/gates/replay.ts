import { actedOn, type CallerAnswer } from './caller-answer.js';
import type { SideBySide } from './side-by-side.js';

/** A logged request whose answer is another under the candidate. */
export interface Flip extends SideBySide {
  readonly id: string | number;
  readonly text: string;
}

/**
 * The requests, in order, whose callers would be told to do something else: another decision, or to act on a hypothesis
 * with another domain, intent or slots. Another confidence is no flip, nor is another first reading of what is rejected.
 */
export function flips(
  requests: readonly { readonly id: string | number; readonly text: string }[],
  sides: readonly SideBySide[],
): Flip[] {
  return requests.flatMap(({ id, text }, index) => {
    const { active, candidate } = sides[index];
    return meaningOf(active) === meaningOf(candidate) ? [] : [{ id, text, active, candidate }];
  });
}

function meaningOf(answer: CallerAnswer): string {
  const hypothesis = actedOn(answer);
  if (!hypothesis) return '';
  const slots = hypothesis.slots.map(({ name, value, start }) => [start, name, value]);
  return JSON.stringify([answer.decision, hypothesis.domain, hypothesis.intent, slots.sort()]);
}
