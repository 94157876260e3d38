import type { OwnForm } from '../../../bundles/format/manifest.js';
import { CALIBRATION_FORMS } from '../../../bundles/format/own-scores.js';
import type { OwnRanker } from '../../../domains/core/own-scores/own-ranker.js';
import { drawOf, foldOf } from '../../../training/corpus/folds.js';
import { compare } from '../../../training/evaluation/comparison.js';
import { measure } from '../../../training/evaluation/figures.js';
import type { BootstrapOptions, Interval } from '../../../training/metrics/bootstrap.js';
import { expectedCalibrationError } from '../../../training/metrics/calibration.js';
import { topOutcomes } from '../../../training/metrics/outcomes.js';
import { isInDomain, type Scored } from '../../../training/metrics/scored.js';
import { seeded } from '../../../training/numeric/random.js';
import type { HypothesisRow } from '../../../training/own-scores/hypothesis-row.js';
import type { ScoreKinds } from '../../../training/own-scores/score-kinds.js';
import { DISTORTIONS, distorted } from './distortions.js';
import { learnDomains, mergedLists } from './measure.js';

/** One distortion, retrained on, beside the undistorted lists, retrained on: shares in [0, 1], NLL in nats. */
export interface DistortionFigures {
  readonly distortion: string;
  /** By the bundles that ship, not retrained. */
  readonly shipped: { readonly ece: number; readonly nll: number };
  readonly irer: number;
  readonly ece: number;
  readonly nll: number;
  /** ECE and NLL, each divided by that of the undistorted lists, with paired bootstrap 95% intervals. */
  readonly eceRatio: Interval;
  readonly nllRatio: Interval;
}

/** Ranks rows whose models were learned elsewhere. */
export type Rank = (rows: readonly HypothesisRow[]) => Promise<Scored[]>;

/** Every row is ranked by models that were learned from the other folds' rows, under each distortion. */
export async function distortionFigures(
  domains: readonly string[],
  rows: readonly HypothesisRow[],
  folds: number,
  shipped: Rank,
  options: BootstrapOptions,
): Promise<DistortionFigures[]> {
  const figures: DistortionFigures[] = [];
  let undistorted: Scored[] | undefined;
  for (const [distortion, change] of Object.entries(DISTORTIONS)) {
    const changed = distorted(rows, change);
    const heldOut: Scored[] = new Array(rows.length);
    for (let fold = 0; fold < folds; fold++) {
      const isHeldOut = ({ text }: HypothesisRow) => foldOf(text, folds, options.seed ?? 1) === fold;
      const rankers = learnDomains(
        domains,
        changed.filter((row) => !isHeldOut(row)),
        'list-wise',
      );
      const places = [...changed.keys()].filter((index) => isHeldOut(changed[index]));
      const scored = await mergedLists(
        rankers,
        places.map((place) => changed[place]),
      );
      for (const [index, place] of places.entries()) heldOut[place] = scored[index];
    }
    undistorted ??= heldOut;
    const { irer, top } = measure(heldOut);
    const { top: before } = measure(await shipped(changed));
    const { ece, nll } = compare(heldOut, undistorted, options, ['ece', 'nll']);
    const ratio = ({ value, low, high }: Interval) => ({ value: 1 + value, low: 1 + low, high: 1 + high });
    figures.push({
      distortion,
      shipped: { ece: before.ece, nll: before.nll },
      irer,
      ece: top.ece,
      nll: top.nll,
      eceRatio: ratio(ece.relative),
      nllRatio: ratio(nll.relative),
    });
  }
  return figures;
}

/** A form that is learned from a few rows, on the others: means over draws, in [0, 1], with the middle 95% of draws. */
export interface FewRowsFigures {
  readonly form: OwnForm;
  readonly rows: number;
  readonly ece: Interval;
  /** ECE of the rows that are some domain's. */
  readonly ownEce: number;
  /** What the ECE would be if every confidence were exactly right: what so few rows show by chance. */
  readonly chanceEce: number;
  readonly nll: number;
  readonly irer: number;
}

interface Draw {
  readonly irer: number;
  readonly nll: number;
  readonly ece: number;
  readonly ownEce: number;
  readonly chance: number;
}

/** Draws a number of rows, learns from them, and measures on all others, once per seed. */
export async function fewRowsFigures(
  domains: readonly string[],
  pool: readonly HypothesisRow[],
  count: number,
  kinds: ScoreKinds,
  seeds: readonly number[],
): Promise<FewRowsFigures[]> {
  const forms: OwnForm[] = [...CALIBRATION_FORMS, 'list-wise'];
  const figures: FewRowsFigures[] = [];
  for (const form of forms) {
    const draws: Draw[] = [];
    for (const seed of seeds) {
      const order = [...pool].sort((one, other) => drawOf(one.text, `${seed}`) - drawOf(other.text, `${seed}`));
      const rankers: Map<string, OwnRanker> = learnDomains(domains, order.slice(0, count), form, kinds);
      const scored = await mergedLists(rankers, order.slice(count));
      const { irer, top } = measure(scored);
      const own = measure(scored.filter(({ reference }) => isInDomain(reference)));
      draws.push({ irer, nll: top.nll, ece: top.ece, ownEce: own.top.ece, chance: chanceEce(scored, seed) });
    }
    const mean = (read: (draw: Draw) => number) => draws.reduce((sum, draw) => sum + read(draw), 0) / draws.length;
    const sorted = draws.map(({ ece }) => ece).sort((one, other) => one - other);
    const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
    figures.push({
      form,
      rows: count,
      ece: { value: mean(({ ece }) => ece), low: at(0.025), high: at(0.975) },
      ownEce: mean(({ ownEce }) => ownEce),
      chanceEce: mean(({ chance }) => chance),
      nll: mean(({ nll }) => nll),
      irer: mean(({ irer }) => irer),
    });
  }
  return figures;
}

const CHANCE_DRAWS = 20;

/** The mean ECE of the same confidences against outcomes that are drawn by them. */
function chanceEce(scored: readonly Scored[], seed: number): number {
  const outcomes = topOutcomes(scored);
  const random = seeded(seed);
  let sum = 0;
  for (let draw = 0; draw < CHANCE_DRAWS; draw++) {
    const rights = outcomes.confidences.map((confidence) => (random.next() < confidence ? 1 : 0));
    sum += expectedCalibrationError({ ...outcomes, rights });
  }
  return sum / CHANCE_DRAWS;
}
