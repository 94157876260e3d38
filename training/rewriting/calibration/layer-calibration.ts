import { AS_SAID, boundedLogit, type LayerCalibration } from '../../../gateway/rewriting/table/layer-calibration.js';
import type { RewriteLayer } from '../../../gateway/rewriting/table/rewrite-layer.js';
import { sigmoid } from '../../../serving/numeric/log-odds.js';
import { type ToldSuccess, trueSuccess } from '../../learning/told-success.js';
import type { SaidTurn } from '../said-turn.js';

/** Rewritten requests of a layer after which an older one counts half: those before told what an earlier table said. */
const HALF_LIFE = 300;
/** Requests of a layer without which it is left as it is. */
const LEAST_REQUESTS = 30;
/**
 * Standard deviations of the bias from 0, and of the slope from 1, before anything is seen. What a search finds is let in by it, and
 * nothing is known of what was not let in before: it moves less.
 */
const PRIORS: Readonly<Record<RewriteLayer, { readonly bias: number; readonly slope: number }>> = {
  KNOWN: { bias: 1, slope: 0.5 },
  GLOBAL: { bias: 0.5, slope: 0.25 },
  PERSONAL: { bias: 0.5, slope: 0.25 },
};
const MOST_STEPS = 50;

/**
 * What makes the P(right) of a layer's rewrites what came of them: logistic regression (Platt 1999) of outcomes on what was said
 * when they were made, the latest first. It begins at leaving them as they are.
 */
export function layerCalibration(turns: readonly SaidTurn[], layer: RewriteLayer, told: ToldSuccess): LayerCalibration {
  const tried = turns
    .filter(({ rewrittenBy }) => rewrittenBy?.layer === layer)
    .sort((one, other) => other.timeMs - one.timeMs)
    .map(({ rewrittenBy, success }, place) => {
      const weight = 2 ** (-place / HALF_LIFE);
      return { said: boundedLogit(rewrittenBy!.probability), right: trueSuccess(success, told), weight };
    });
  if (tried.length < LEAST_REQUESTS) return AS_SAID;
  const prior = PRIORS[layer];
  let { slope, bias } = AS_SAID;
  // Newton's method: the loss is convex, for outcomes beside [0, 1], too.
  for (let step = 0; step < MOST_STEPS; step++) {
    let [ofBias, ofSlope] = [bias / prior.bias ** 2, (slope - 1) / prior.slope ** 2];
    let [biasBias, biasSlope, slopeSlope] = [1 / prior.bias ** 2, 0, 1 / prior.slope ** 2];
    for (const { said, right, weight } of tried) {
      const chance = sigmoid(slope * said + bias);
      const [error, spread] = [weight * (chance - right), weight * chance * (1 - chance)];
      ofBias += error;
      ofSlope += error * said;
      biasBias += spread;
      biasSlope += spread * said;
      slopeSlope += spread * said * said;
    }
    const determinant = biasBias * slopeSlope - biasSlope ** 2;
    const [byBias, bySlope] = [
      (slopeSlope * ofBias - biasSlope * ofSlope) / determinant,
      (biasBias * ofSlope - biasSlope * ofBias) / determinant,
    ];
    // No longer than a step of 1: far from the end Newton's would go too far.
    const shorter = Math.min(1, 1 / Math.max(Math.abs(byBias), Math.abs(bySlope)));
    bias -= shorter * byBias;
    slope -= shorter * bySlope;
    if (Math.abs(byBias) + Math.abs(bySlope) < 1e-6) break;
  }
  return bounded({ slope, bias });
}

/** Both, one after the other. @param first what was in force when the second was learned */
export function composed(first: LayerCalibration, second: LayerCalibration): LayerCalibration {
  return bounded({ slope: second.slope * first.slope, bias: second.slope * first.bias + second.bias });
}

const bounded = ({ slope, bias }: LayerCalibration): LayerCalibration => ({
  slope: Math.min(2, Math.max(0.5, slope)),
  bias: Math.min(3, Math.max(-3, bias)),
});
