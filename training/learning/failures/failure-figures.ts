import { type BootstrapOptions, type Interval, pairedBootstrap, type Statistic } from '../../metrics/bootstrap.js';
import { type FailureStage, STAGES } from './failure-stage.js';

/** How well stages are told, with 95 % intervals. */
export interface FailureFigures {
  /** Mean of the stages' F1, over the stages that truth has; in [0, 1]. */
  readonly macroF1: Interval;
  /** By stage, as far as truth has it. */
  readonly f1: Readonly<Partial<Record<FailureStage, Interval>>>;
  /** By stage: the share of what was told that is true, and of what is true that was told; in [0, 1]. */
  readonly precision: Readonly<Record<FailureStage, number>>;
  readonly recall: Readonly<Record<FailureStage, number>>;
  readonly accuracy: Interval;
  /** `[truth][told]`, both in the order of STAGES, in turns. */
  readonly confusion: readonly (readonly number[])[];
}

/**
 * Compares what was told with the truth, by a bootstrap over customers.
 * @param told one for each of `truth`, in its order
 * @param customers whose turn each is, in that order: all turns of one are resampled together
 */
export function failureFigures(
  truth: readonly FailureStage[],
  told: readonly FailureStage[],
  customers: readonly string[],
  options?: BootstrapOptions,
): FailureFigures {
  const there = STAGES.filter((stage) => truth.includes(stage));
  const f1Of =
    (stage: FailureStage): Statistic =>
    (weights) =>
      f1(truth, told, stage, weights);
  const statistics: Record<string, Statistic> = {
    macroF1: (weights) => there.reduce((sum, stage) => sum + f1(truth, told, stage, weights), 0) / there.length,
    accuracy: (weights) => accuracy(truth, told, weights),
    ...Object.fromEntries(there.map((stage) => [stage, f1Of(stage)])),
  };
  const all = [...new Set(customers)];
  const placeOf = new Map(all.map((customer, place) => [customer, place]));
  const places = customers.map((customer) => placeOf.get(customer)!);
  const ofTurns = (weights: ArrayLike<number>) => Float64Array.from(places, (place) => weights[place]);
  const named = Object.entries(statistics).map(
    ([name, statistic]) =>
      [name, { system: (weights: ArrayLike<number>) => statistic(ofTurns(weights)), baseline: () => 0 }] as const,
  );
  const compared = pairedBootstrap(all.length, Object.fromEntries(named), options);
  const confusion = STAGES.map((row) =>
    STAGES.map((column) => truth.filter((stage, index) => stage === row && told[index] === column).length),
  );
  const right = (stage: FailureStage) => confusion[STAGES.indexOf(stage)][STAGES.indexOf(stage)];
  const shareOf = (list: readonly FailureStage[]) =>
    Object.fromEntries(
      STAGES.map((stage) => [stage, right(stage) / list.filter((each) => each === stage).length || 0]),
    ) as Record<FailureStage, number>;
  return {
    macroF1: compared.macroF1.difference,
    accuracy: compared.accuracy.difference,
    f1: Object.fromEntries(there.map((stage) => [stage, compared[stage].difference])),
    precision: shareOf(told),
    recall: shareOf(truth),
    confusion,
  };
}

/** The harmonic mean of precision and recall; 0 where nothing of the stage is told rightly. */
function f1(
  truth: readonly FailureStage[],
  told: readonly FailureStage[],
  stage: FailureStage,
  weights: ArrayLike<number>,
): number {
  let [both, either] = [0, 0];
  for (let turn = 0; turn < truth.length; turn++) {
    const [is, says] = [truth[turn] === stage, told[turn] === stage];
    if (is && says) both += weights[turn];
    either += (Number(is) + Number(says)) * weights[turn];
  }
  return either === 0 ? 0 : (2 * both) / either;
}

function accuracy(truth: readonly FailureStage[], told: readonly FailureStage[], weights: ArrayLike<number>): number {
  let [right, all] = [0, 0];
  for (let turn = 0; turn < truth.length; turn++) {
    all += weights[turn];
    if (truth[turn] === told[turn]) right += weights[turn];
  }
  return all === 0 ? 0 : right / all;
}
