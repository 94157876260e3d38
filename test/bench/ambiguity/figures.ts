import { offered } from '../../../gateway/answer/readings.js';
import { expectedCalibrationError } from '../../../training/metrics/calibration.js';
import type { Belief } from './systems.js';

/** How a system chooses between the media that a title is found in. */
export interface AmbiguityFigures {
  /** Share of requests whose likeliest domain is the one that was meant. */
  readonly accuracy: number;
  /** Half of the 95 % interval of the accuracy (normal approximation). */
  readonly accuracyMargin: number;
  /** Expected calibration error of the likeliest domain's probability, over 15 bins of equal mass. */
  readonly ece: number;
  /** Mean of -log P(domain that was meant), in nats; probabilities below 1e-6 count as 1e-6. */
  readonly nll: number;
  /** Share of requests whose offered readings contain the one that was meant. */
  readonly coverage: number;
  /** Mean number of readings offered. */
  readonly size: number;
  /** Share of requests whose user is asked which reading is meant. */
  readonly asked: number;
}

/**
 * Figures of one system over requests; NaN where there are none.
 * @param meant the domain that each request meant
 */
export function ambiguityFigures(
  beliefs: readonly Belief[],
  meant: readonly string[],
  minShare: number,
): AmbiguityFigures {
  const sorted = beliefs.map((belief) =>
    [...belief]
      .map(([domain, probability]) => ({ domain, probability }))
      .sort((one, other) => other.probability - one.probability),
  );
  const rights = sorted.map((list, index) => (list[0]?.domain === meant[index] ? 1 : 0));
  const sets = sorted.map((list) => offered(list, minShare));
  const accuracy = mean(rights);
  return {
    accuracy,
    accuracyMargin: 1.96 * Math.sqrt((accuracy * (1 - accuracy)) / rights.length),
    ece: expectedCalibrationError({
      confidences: Float64Array.from(sorted, (list) => list[0]?.probability ?? 0),
      rights: Float64Array.from(rights),
      utterances: Int32Array.from(rights.keys()),
    }),
    nll: mean(beliefs.map((belief, index) => -Math.log(Math.max(1e-6, belief.get(meant[index]) ?? 0)))),
    coverage: mean(sets.map((set, index) => (set.some(({ domain }) => domain === meant[index]) ? 1 : 0))),
    size: mean(sets.map((set) => set.length)),
    asked: mean(sets.map((set) => (set.length > 1 ? 1 : 0))),
  };
}

/**
 * Share of requests whose offered reading has one slot and in it the whole title; no requests give NaN.
 * @param offered the reading's slots, undefined where nothing is offered
 */
export function wholeTitles(
  offered: readonly (readonly { readonly value: string }[] | undefined)[],
  titles: readonly string[],
): number {
  return mean(offered.map((slots, index) => (slots?.length === 1 && slots[0].value === titles[index] ? 1 : 0)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
