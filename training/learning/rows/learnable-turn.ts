import { slotKey } from '../../metrics/interpretation-match.js';
import type { NamedValue } from '../../metrics/scored.js';

/** What an utterance was understood as; the domain may be one that has no schema here. */
export interface Understanding {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly NamedValue[];
}

/** A later turn of the session that may say the same again. */
export interface RephrasedTurn {
  /** Its own words; absent where they are not kept. */
  readonly text?: string | undefined;
  /** P(it says the same again), in [0, 1]. */
  readonly probability: number;
  /** What it was understood as; absent where it was rejected. */
  readonly answer?: Understanding | undefined;
  /** P(its answer was right), in [0, 1]; of a rejection, P(no domain of ours should have answered). */
  readonly success: number;
}

/** A request with its answer, and how sure labels are of what came of it: what rows are made of. */
export interface LearnableTurn {
  readonly id: string;
  /** Opaque; who is not named counts for nobody. */
  readonly customer?: string | undefined;
  /** Absent where texts are not kept. */
  readonly text?: string | undefined;
  /** What was accepted, or offered first; absent where it was rejected. */
  readonly answer?: Understanding | undefined;
  /** P(the answer was right), in [0, 1]; of a rejection, P(no domain of ours should have answered). */
  readonly success: number;
  /** P(interpretation was the stage that failed | something failed), in [0, 1]. */
  readonly interpretationFailed: number;
  /** The reading that the customer chose, and P(it is what was meant). */
  readonly chosen?: { readonly reading: Understanding; readonly probability: number } | undefined;
  /** What the orchestrator did in the end, where it is not what the answer said. */
  readonly served?: { readonly domain: string; readonly intent: string } | undefined;
  readonly rephrase?: RephrasedTurn | undefined;
}

/** An answer's domain, intent and slots, wherever they stand; '' for a rejection. */
export function answerText(answer: Understanding | undefined): string {
  return answer ? JSON.stringify([answer.domain, answer.intent, answer.slots.map(slotKey).sort()]) : '';
}
