import type { Slot } from '../../../../serving/hypothesis.js';
import type { Reranking } from '../../interpreter/hypothesis.js';

/** What two versions are compared by: what one of them believes of an utterance. */
export interface Belief {
  /** Calibrated P(the utterance is the domain's). */
  readonly inDomain: number;
  /** Of the best hypothesis; undefined where there is none. */
  readonly intent: string | undefined;
  readonly slots: readonly Slot[];
  /** Of the best hypothesis; 0 where there is none. */
  readonly confidence: number;
}

/**
 * How the belief of one version differs from another's, by the first of these that does: `domain`, whether the utterance is
 * the domain's at all; `intent`; `hypothesis`, a slot or its value. Where neither version takes the utterance for the
 * domain's, nothing that they say of it matters.
 */
export type Flip = 'domain' | 'intent' | 'hypothesis';

export const FLIPS: readonly Flip[] = ['domain', 'intent', 'hypothesis'];

export function beliefOf({ inDomain, hypotheses: [best] }: Reranking): Belief {
  return { inDomain, intent: best?.intent, slots: best?.slots ?? [], confidence: best?.confidence ?? 0 };
}

/** Whether a version takes an utterance for the domain's. */
export const isBelieved = ({ inDomain }: Pick<Belief, 'inDomain'>): boolean => inDomain >= 0.5;

/** @returns undefined where the two say the same */
export function flipOf(one: Belief, other: Belief): Flip | undefined {
  if (isBelieved(one) !== isBelieved(other)) return 'domain';
  if (!isBelieved(one)) return undefined;
  if (one.intent !== other.intent) return 'intent';
  return sameSlots(one.slots, other.slots) ? undefined : 'hypothesis';
}

function sameSlots(one: readonly Slot[], other: readonly Slot[]): boolean {
  const keys = (slots: readonly Slot[]) => slots.map(({ name, value }) => JSON.stringify([name, value])).sort();
  return keys(one).join('\n') === keys(other).join('\n');
}
