import { logit } from '../../../serving/numeric/log-odds.js';
import { type FailureStage, NONE, STAGES } from './failure-stage.js';
import { fitLogistic, type Logistic, logisticProbability } from './logistic.js';
import { type StageScores, stageScores } from './stage-scores.js';
import { asksAgain } from './turns/asking-again.js';
import { type FollowedTurn, playedShare } from './turns/observed-turn.js';

/** Which of the scores tell of each stage; of what came back, none does. */
const TOLD_BY: Readonly<Record<Exclude<FailureStage, 'none'>, readonly (keyof StageScores)[]>> = {
  false_wake: ['wake', 'anyDomain'],
  recognition: ['heard'],
  nlu: ['understood'],
  entity: ['entity'],
  result: [],
};

/** The stages' own probabilities as a prior of where a request failed. */
export interface StagePrior {
  /** By stage P(it failed | those before it did not), from its scores' log-odds. */
  readonly stages: Readonly<Record<Exclude<FailureStage, 'none'>, Logistic>>;
  /** P(anything failed | what came of the answer). */
  readonly defect: Logistic;
}

/** Log-odds are kept within this: a score of exactly 0 or 1 is no certainty. */
const MOST_LOG_ODDS = 7;

/**
 * Calibrates each stage's score on the turns that reached the stage, and what came of answers on all of them.
 * @param stages where each turn failed, in the turns' order
 */
export function fitStagePrior(turns: readonly FollowedTurn[], stages: readonly FailureStage[]): StagePrior {
  const scores = turns.map(({ request }) => stageScores(request));
  const fit = (stage: Exclude<FailureStage, 'none'>): Logistic => {
    const place = STAGES.indexOf(stage);
    const reached = turns.map((_, row) => row).filter((row) => STAGES.indexOf(stages[row]) >= place);
    return fitted(
      reached.map((row) => evidence(scores[row], TOLD_BY[stage])),
      reached.map((row) => Number(stages[row] === stage)),
      TOLD_BY[stage].length,
    );
  };
  const signs = turns.map(defectSigns);
  return {
    stages: {
      false_wake: fit('false_wake'),
      recognition: fit('recognition'),
      nlu: fit('nlu'),
      entity: fit('entity'),
      result: fit('result'),
    },
    defect: fitted(
      signs,
      stages.map((stage) => Number(stage !== 'none')),
      signs[0]?.length ?? 0,
    ),
  };
}

/**
 * P(the turn failed at a stage), by Bayes: a stage fails where those before it did not, so that its probability is its own
 * times the others' complements; what came of the answer then says how probable it is that any failed.
 * @param defect P(anything failed) from elsewhere, in [0, 1]; absent: by the turn's own outcomes
 * @returns `[STAGES]`, summing to 1
 */
export function stagePrior({ stages, defect: signs }: StagePrior, turn: FollowedTurn, defect?: number): number[] {
  const scores = stageScores(turn.request);
  const chain: number[] = [];
  let reached = 1;
  for (const stage of STAGES) {
    if (stage === 'none') break;
    const fails = logisticProbability(stages[stage], evidence(scores, TOLD_BY[stage]));
    chain.push(reached * fails);
    reached *= 1 - fails;
  }
  const failed = 1 - reached;
  const believed = defect ?? logisticProbability(signs, defectSigns(turn));
  // Where every stage is sure of itself, one has to have failed all the same.
  return STAGES.map((_, place) => (place === NONE ? 1 - believed : (believed * chain[place]) / (failed || 1)));
}

function evidence(scores: StageScores, names: readonly (keyof StageScores)[]): number[] {
  // NaN stays NaN.
  return names.map((name) => Math.min(MOST_LOG_ODDS, Math.max(-MOST_LOG_ODDS, logit(scores[name]))));
}

/** What came of an answer, as numbers. */
function defectSigns(turn: FollowedTurn): number[] {
  const { bargeInAfterMs, stopped, choice, explicit } = turn.outcomes;
  const { decision } = turn.request;
  return [
    Number(bargeInAfterMs !== undefined),
    Number(stopped === true),
    playedShare(turn.outcomes) ?? Number.NaN,
    Number(choice === 'none'),
    Number(choice === 'one'),
    Number(explicit === 'no'),
    Number(explicit === 'yes'),
    Number(asksAgain(turn)),
    Number(decision === 'REJECT'),
  ];
}

function fitted(rows: readonly (readonly number[])[], labels: readonly number[], features: number): Logistic {
  return fitLogistic({ values: Float64Array.from(rows.flat()), count: rows.length, features }, labels);
}
