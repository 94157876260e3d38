import { type BootstrapOptions, type Interval, pairedBootstrap, type Statistic } from '../../metrics/bootstrap.js';
import { type FailureStage, STAGES } from './failure-stage.js';

/** How well stages are told, with 95 % intervals. */
export interface FailureFigures {
  /** Mean of the stages' F1, over the stages that truth has; in [0, 1]. */
  readonly macroF1: Interval;
  /** By stage, as far as truth has it. */
  readonly f1: Readonly<Partial<Record<FailureStage, Interval>>>;
  readonly accuracy: Interval;
  /** `[truth][told]`, both in the order of STAGES, in turns. */
  readonly confusion: readonly (readonly number[])[];
}

/**
 * Compares what was told with the truth, by a bootstrap over turns.
 * @param told one for each of `truth`, in its order
 */
export function failureFigures(
  truth: readonly FailureStage[],
  told: readonly FailureStage[],
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
  const named = Object.entries(statistics).map(([name, system]) => [name, { system, baseline: () => 0 }] as const);
  const compared = pairedBootstrap(truth.length, Object.fromEntries(named), options);
  return {
    macroF1: compared.macroF1.difference,
    accuracy: compared.accuracy.difference,
    f1: Object.fromEntries(there.map((stage) => [stage, compared[stage].difference])),
    confusion: STAGES.map((row) =>
      STAGES.map((column) => truth.filter((stage, index) => stage === row && told[index] === column).length),
    ),
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
