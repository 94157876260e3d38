import type { MergedHypothesis } from './merged.js';
import type { SideBySide } from './side-by-side.js';

/** A logged request whose winner is another under the candidate. */
export interface Flip {
  readonly id: string | number;
  readonly text: string;
  /** Undefined: no domain offers a hypothesis. */
  readonly active: MergedHypothesis | undefined;
  readonly candidate: MergedHypothesis | undefined;
}

/** The requests, in order, whose best hypothesis changes in domain, intent or slots; another confidence is no flip. */
export function flips(
  requests: readonly { readonly id: string | number; readonly text: string }[],
  sides: readonly SideBySide[],
): Flip[] {
  return requests.flatMap(({ id, text }, index) => {
    const [active, candidate] = [sides[index]!.active[0], sides[index]!.candidate[0]];
    return meaningOf(active) === meaningOf(candidate) ? [] : [{ id, text, active, candidate }];
  });
}

function meaningOf(hypothesis: MergedHypothesis | undefined): string {
  if (!hypothesis) return '';
  const slots = hypothesis.slots.map(({ name, value, start }) => [start, name, value]);
  return JSON.stringify([hypothesis.domain, hypothesis.intent, slots.sort()]);
}
