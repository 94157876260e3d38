import { foldOf } from '../../corpus/folds.js';
import { failureProbabilities, likeliestStage } from './failure-model.js';
import { type FailureStage, STAGES } from './failure-stage.js';
import { type JudgedTurn, trainFailures } from './failure-trainer.js';
import { stagePrior } from './stage-prior.js';

/** What each way to tell says of turns that it did not learn from, in the turns' order. */
export interface ToldStages {
  readonly majority: readonly FailureStage[];
  readonly prior: readonly FailureStage[];
  readonly trees: readonly FailureStage[];
  /** `[turns]`: P(the stage that the trees tell). */
  readonly confidence: readonly number[];
}

/** Tells the stages of each fold by what the others taught; a group is in one fold as a whole. */
export function crossTold(turns: readonly JudgedTurn[], folds: number, seed = 1): ToldStages {
  const told = turns.map(() => ({ majority: STAGES[0], prior: STAGES[0], trees: STAGES[0], confidence: 0 }) as Told);
  for (let fold = 0; fold < folds; fold++) {
    const isHeld = ({ group }: JudgedTurn) => foldOf(group, folds, seed) === fold;
    const teller = tellerOf(
      turns.filter((turn) => !isHeld(turn)),
      seed,
    );
    for (const [index, turn] of turns.entries()) if (isHeld(turn)) told[index] = teller(turn);
  }
  return columns(told);
}

/** Tells the stages of turns by what others taught. */
export function taughtBy(teaching: readonly JudgedTurn[], turns: readonly JudgedTurn[], seed = 1): ToldStages {
  return columns(turns.map(tellerOf(teaching, seed)));
}

interface Told {
  readonly majority: FailureStage;
  readonly prior: FailureStage;
  readonly trees: FailureStage;
  readonly confidence: number;
}

function tellerOf(teaching: readonly JudgedTurn[], seed: number): (turn: JudgedTurn) => Told {
  const model = trainFailures(teaching, seed);
  const counts = STAGES.map((stage) => teaching.filter((turn) => turn.stage === stage).length);
  const majority = likeliestStage(counts);
  return (turn) => {
    const probabilities = failureProbabilities(model, turn);
    return {
      majority,
      prior: likeliestStage(stagePrior(model.prior, turn)),
      trees: likeliestStage(probabilities),
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
