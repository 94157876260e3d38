import type { TrialFigures } from '../../../../bundles/lifecycle/trials/trial-figures.js';
import type { Belief, Flip } from './flip.js';
import { isBelieved } from './flip.js';

/** A version of a trial. */
export interface TrialVersion {
  readonly version: string;
  readonly digest: string;
}

/** Which of a trial's two versions. */
export type Side = 'active' | 'candidate';

type Counts<T> = { -readonly [K in keyof T]: T[K] extends object ? Counts<T[K]> : T[K] };

/** Counts what a trial shows in this process. */
export class TrialCounts {
  readonly #figures: Counts<TrialFigures>;

  /** @param since RFC 3339 */
  constructor(
    plan: Pick<TrialFigures, 'mode' | 'percent'>,
    versions: Readonly<Record<Side, TrialVersion>>,
    since: string,
  ) {
    const nothing = { requests: 0, errors: 0, latencyMs: 0, confidence: 0, inDomain: 0, believed: 0 };
    this.#figures = {
      since,
      ...plan,
      active: { ...versions.active, ...nothing },
      candidate: { ...versions.candidate, ...nothing },
      dropped: 0,
      flips: { domain: 0, intent: 0, hypothesis: 0 },
      confidenceChange: 0,
    };
  }

  get figures(): TrialFigures {
    const { active, candidate, flips } = this.#figures;
    return { ...this.#figures, active: { ...active }, candidate: { ...candidate }, flips: { ...flips } };
  }

  answered(side: Side, belief: Belief, latencyMs: number): void {
    const figures = this.#figures[side];
    figures.requests += 1;
    figures.latencyMs += latencyMs;
    figures.confidence += belief.confidence;
    figures.inDomain += belief.inDomain;
    if (isBelieved(belief)) figures.believed += 1;
  }

  failed(side: Side): void {
    this.#figures[side].requests += 1;
    this.#figures[side].errors += 1;
  }

  compared(flip: Flip | undefined, change: number): void {
    if (flip) this.#figures.flips[flip] += 1;
    this.#figures.confidenceChange += change;
  }

  dropped(number: number): void {
    this.#figures.dropped += number;
  }
}
