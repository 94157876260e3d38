import {
  type BootstrapOptions,
  type PairedComparison,
  type PairedStatistic,
  pairedBootstrap,
  type Statistic,
} from '../metrics/bootstrap.js';
import {
  confidenceOrder,
  expectedCalibrationError,
  negativeLogLikelihoods,
  squaredErrors,
} from '../metrics/calibration.js';
import { domainErrorRatio, intentErrorRatio, interpretationErrorRatio } from '../metrics/interpretation-errors.js';
import { type Outcomes, topOutcomes } from '../metrics/outcomes.js';
import { type Ratio, ratioValue } from '../metrics/ratio.js';
import type { Scored } from '../metrics/scored.js';
import { semerRatio } from '../metrics/semer.js';
import { slotF1Ratio } from '../metrics/slot-f1.js';

/** The figures that are compared with an interval; ece, brier and nll are the top hypothesis's. */
export const COMPARED = ['semer', 'irer', 'dcer', 'icer', 'slotF1', 'ece', 'brier', 'nll'] as const;
export type ComparedFigure = (typeof COMPARED)[number];

/**
 * A system against a baseline on the same utterances, in the same order, with paired bootstrap 95% intervals: of all
 * figures, or of some. A figure's interval does not depend on which others are made.
 * @throws RangeError when the lists are not of the same utterances.
 */
export function compare<Figure extends ComparedFigure = ComparedFigure>(
  system: readonly Scored[],
  baseline: readonly Scored[],
  options?: BootstrapOptions,
  figures: readonly Figure[] = COMPARED as readonly ComparedFigure[] as readonly Figure[],
): Record<Figure, PairedComparison> {
  if (system.length !== baseline.length || system.some((row, index) => row.reference !== baseline[index].reference)) {
    throw new RangeError('a paired comparison needs the same utterances in the same order on both sides');
  }
  const [ours, theirs] = [statisticsOf(system), statisticsOf(baseline)];
  const paired = figures.map((name): [Figure, PairedStatistic] => [
    name,
    { system: ours[name], baseline: theirs[name] },
  ]);
  const statistics = Object.fromEntries(paired) as Record<Figure, PairedStatistic>;
  return pairedBootstrap(system.length, statistics, options);
}

function statisticsOf(scored: readonly Scored[]): Record<ComparedFigure, Statistic> {
  const top = topOutcomes(scored);
  const order = confidenceOrder(top);
  const ofRatio = (ratio: Ratio) => (weights: ArrayLike<number>) => ratioValue(ratio, weights);
  const meanOf = (values: Float64Array) => ofRatio(meanByUtterance(values, top, scored.length));
  return {
    semer: ofRatio(semerRatio(scored)),
    irer: ofRatio(interpretationErrorRatio(scored)),
    dcer: ofRatio(domainErrorRatio(scored)),
    icer: ofRatio(intentErrorRatio(scored)),
    slotF1: ofRatio(slotF1Ratio(scored)),
    ece: (weights) => expectedCalibrationError(top, { order, weights }),
    brier: meanOf(squaredErrors(top)),
    nll: meanOf(negativeLogLikelihoods(top)),
  };
}

/** The mean of one value per outcome, as a ratio whose terms stand at the outcomes' utterances. */
function meanByUtterance(values: Float64Array, { utterances }: Outcomes, count: number): Ratio {
  const numerators = new Float64Array(count);
  const denominators = new Float64Array(count);
  for (const [outcome, utterance] of utterances.entries()) {
    numerators[utterance] += values[outcome];
    denominators[utterance] += 1;
  }
  return { numerators, denominators };
}
