import type { OwnForm } from '../../../bundles/format/manifest.js';
import { CALIBRATION_FORMS } from '../../../bundles/format/own-scores.js';
import type { OwnRanker } from '../../../domains/core/own-scores/own-ranker.js';
import { drawOf, foldOf } from '../../../training/corpus/folds.js';
import { measure } from '../../../training/evaluation/figures.js';
import {
  type BootstrapOptions,
  type Interval,
  pairedBootstrap,
  type Statistic,
} from '../../../training/metrics/bootstrap.js';
import {
  confidenceOrder,
  expectedCalibrationError,
  negativeLogLikelihoods,
} from '../../../training/metrics/calibration.js';
import { topOutcomes } from '../../../training/metrics/outcomes.js';
import type { Scored } from '../../../training/metrics/scored.js';
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
  /** Means over the partitions into folds. */
  readonly irer: number;
  readonly ece: number;
  /** What the ECE would be if every confidence were exactly right: what so many rows show by chance. */
  readonly chanceEce: number;
  readonly nll: number;
  /** ECE and NLL, each divided by that of the undistorted lists, with paired bootstrap 95% intervals. */
  readonly eceRatio: Interval;
  readonly nllRatio: Interval;
}

/** Ranks rows whose models were learned elsewhere. */
export type Rank = (rows: readonly HypothesisRow[]) => Promise<Scored[]>;

/** How rows are held out: `folds` folds, once for each seed. */
export interface Partitions {
  readonly folds: number;
  readonly seeds: readonly number[];
}

/** Every row is ranked by models that were learned from the other folds' rows, under each distortion. */
export async function distortionFigures(
  domains: readonly string[],
  rows: readonly HypothesisRow[],
  partitions: Partitions,
  shipped: Rank,
  options: BootstrapOptions,
): Promise<DistortionFigures[]> {
  const figures: DistortionFigures[] = [];
  let undistorted: Scored[][] | undefined;
  for (const [distortion, change] of Object.entries(DISTORTIONS)) {
    const changed = distorted(rows, change);
    const heldOut: Scored[][] = [];
    for (const seed of partitions.seeds) heldOut.push(await rankedOutOfFold(domains, changed, partitions.folds, seed));
    undistorted ??= heldOut;
    const measured = heldOut.map((scored) => measure(scored));
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const { top: before } = measure(await shipped(changed));
    const pair = (statistic: typeof meanEce) => ({
      system: statistic(heldOut),
      baseline: statistic(undistorted ?? []),
    });
    const { ece, nll } = pairedBootstrap(rows.length, { ece: pair(meanEce), nll: pair(meanNll) }, options);
    const ratio = ({ value, low, high }: Interval) => ({ value: 1 + value, low: 1 + low, high: 1 + high });
    figures.push({
      distortion,
      shipped: { ece: before.ece, nll: before.nll },
      irer: mean(measured.map(({ irer }) => irer)),
      ece: mean(measured.map(({ top }) => top.ece)),
      chanceEce: mean(heldOut.map((scored, index) => chanceEce(scored, partitions.seeds[index] ?? 1))),
      nll: mean(measured.map(({ top }) => top.nll)),
      eceRatio: ratio(ece.relative),
      nllRatio: ratio(nll.relative),
    });
  }
  return figures;
}

async function rankedOutOfFold(
  domains: readonly string[],
  rows: readonly HypothesisRow[],
  folds: number,
  seed: number,
): Promise<Scored[]> {
  const heldOut: Scored[] = new Array(rows.length);
  const foldOfRow = rows.map(({ text }) => foldOf(text, folds, seed));
  for (let fold = 0; fold < folds; fold++) {
    const rankers = learnDomains(
      domains,
      rows.filter((_, index) => foldOfRow[index] !== fold),
      'list-wise',
    );
    const places = [...rows.keys()].filter((index) => foldOfRow[index] === fold);
    const scored = await mergedLists(
      rankers,
      places.map((place) => rows[place]),
    );
    for (const [index, place] of places.entries()) heldOut[place] = scored[index];
  }
  return heldOut;
}

/** The mean over partitions of the ECE of the same utterances. */
function meanEce(partitions: readonly (readonly Scored[])[]): Statistic {
  const prepared = partitions.map((scored) => {
    const outcomes = topOutcomes(scored);
    return { outcomes, order: confidenceOrder(outcomes) };
  });
  return (weights) =>
    prepared.reduce((sum, { outcomes, order }) => sum + expectedCalibrationError(outcomes, { order, weights }), 0) /
    prepared.length;
}

/** The mean over partitions of the NLL of the same utterances. */
function meanNll(partitions: readonly (readonly Scored[])[]): Statistic {
  const prepared = partitions.map((scored) => {
    const outcomes = topOutcomes(scored);
    return { outcomes, losses: negativeLogLikelihoods(outcomes) };
  });
  return (weights) => {
    let [total, count] = [0, 0];
    for (const { outcomes, losses } of prepared) {
      for (const [index, utterance] of outcomes.utterances.entries()) {
        total += weights[utterance] * losses[index];
        count += weights[utterance];
      }
    }
    return total / count;
  };
}

/** A form that is learned from a few rows, on the others: means over draws, in [0, 1], with the middle 95% of draws. */
export interface FewRowsFigures {
  readonly form: OwnForm;
  readonly rows: number;
  readonly ece: Interval;
  /** What the ECE would be if every confidence were exactly right: what so few rows show by chance. */
  readonly chanceEce: number;
  readonly nll: number;
  readonly irer: number;
}

interface Draw {
  readonly irer: number;
  readonly nll: number;
  readonly ece: number;
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
      draws.push({ irer, nll: top.nll, ece: top.ece, chance: chanceEce(scored, seed) });
    }
    const mean = (read: (draw: Draw) => number) => draws.reduce((sum, draw) => sum + read(draw), 0) / draws.length;
    const sorted = draws.map(({ ece }) => ece).sort((one, other) => one - other);
    const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
    figures.push({
      form,
      rows: count,
      ece: { value: mean(({ ece }) => ece), low: at(0.025), high: at(0.975) },
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
