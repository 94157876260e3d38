import { foldOf } from '../../corpus/folds.js';
import { type FailureModel, failureProbabilities, likeliestStage, toldStage } from './failure-model.js';
import { type FailureStage, STAGES } from './failure-stage.js';
import { type JudgedTurn, trainFailures } from './failure-trainer.js';
import { stagePrior } from './stage-prior.js';
import type { FollowedTurn } from './turns/observed-turn.js';

/** What each way to tell says of turns that it did not learn from, in the turns' order. */
export interface ToldStages {
  readonly majority: readonly FailureStage[];
  readonly prior: readonly FailureStage[];
  readonly trees: readonly FailureStage[];
  /** `[turns]`: P(the stage that the trees tell). */
  readonly confidence: readonly number[];
}

/** Turns that were told, and what of. */
export interface CrossTold {
  readonly turns: readonly JudgedTurn[];
  readonly told: ToldStages;
}

/**
 * Tells the stages of each fold by what the others taught; a group is in one fold as a whole.
 * @param only folds, from 0, whose turns are told; absent: all
 * @returns turns in the order of the folds
 */
export function crossTold(
  turns: readonly JudgedTurn[],
  folds: number,
  seed = 1,
  only: readonly number[] = Array.from({ length: folds }, (_, fold) => fold),
  progress: (text: string) => void = () => {},
): CrossTold {
  const parts = only.map((fold) => {
    const isHeld = ({ group }: JudgedTurn) => foldOf(group, folds, seed) === fold;
    const [teaching, held] = [turns.filter((turn) => !isHeld(turn)), turns.filter(isHeld)];
    const model = trainFailures(teaching, seed, (text) => progress(`fold ${fold} of ${folds}, ${text}`));
    const teller = tellerOf(model, teaching);
    return held.map((turn) => ({ turn, told: teller(turn) }));
  });
  const all = parts.flat();
  return { turns: all.map(({ turn }) => turn), told: columns(all.map(({ told }) => told)) };
}

/** Tells the stages of turns by a model that others taught. */
export function taughtBy(
  model: FailureModel,
  teaching: readonly JudgedTurn[],
  turns: readonly FollowedTurn[],
): ToldStages {
  return columns(turns.map(tellerOf(model, teaching)));
}

interface Told {
  readonly majority: FailureStage;
  readonly prior: FailureStage;
  readonly trees: FailureStage;
  readonly confidence: number;
}

function tellerOf(model: FailureModel, teaching: readonly JudgedTurn[]): (turn: FollowedTurn) => Told {
  const counts = STAGES.map((stage) => teaching.filter((turn) => turn.stage === stage).length);
  const majority = likeliestStage(counts);
  return (turn) => {
    const probabilities = failureProbabilities(model, turn);
    return {
      majority,
      prior: likeliestStage(stagePrior(model.prior, turn)),
      trees: toldStage(model, probabilities),
      confidence: Math.max(...probabilities),
    };
  };
}

function columns(told: readonly Told[]): ToldStages {
  return {
    majority: told.map(({ majority }) => majority),
    prior: told.map(({ prior }) => prior),
    trees: told.map(({ trees }) => trees),
    confidence: told.map(({ confidence }) => confidence),
  };
}
