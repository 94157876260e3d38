import { STAGES } from './failure-stage.js';

/** Natural logarithms of what a stage's probability is multiplied by, before the largest is told. */
const TRIED = Array.from({ length: 17 }, (_, place) => (place - 8) / 4);
/** What a unit of a logarithm costs of macro F1: few turns of a stage move it little. */
const PRICE = 0.003;
const MOST_ROUNDS = 5;

/**
 * What each stage's probability is multiplied by so that the stages that are told have the best macro F1: rare stages are
 * told on less than half of the probability. Stage by stage the best of a grid, until none changes.
 * @param probabilities `[turns][STAGES]` by models that did not see the turn
 * @param labels `[turns]`, places in STAGES
 * @returns `[STAGES]`, above 0
 */
export function fitDecision(probabilities: readonly (readonly number[])[], labels: readonly number[]): number[] {
  const logs = STAGES.map(() => 0);
  const there = STAGES.map((_, place) => place).filter((place) => labels.includes(place));
  const worth = () => {
    const weights = logs.map(Math.exp);
    const told = probabilities.map((each) => heaviest(each, weights));
    return macroF1(labels, told, there) - PRICE * logs.reduce((sum, log) => sum + Math.abs(log), 0);
  };
  let best = worth();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = best;
    for (const place of there) {
      let chosen = logs[place];
      for (const log of TRIED) {
        logs[place] = log;
        const now = worth();
        if (now > best) [best, chosen] = [now, log];
      }
      logs[place] = chosen;
    }
    if (best === before) break;
  }
  return logs.map(Math.exp);
}

/** The place of the largest product; of equal ones the first. */
export function heaviest(probabilities: readonly number[], weights: readonly number[]): number {
  let best = 0;
  for (let place = 1; place < probabilities.length; place++)
    if (probabilities[place] * weights[place] > probabilities[best] * weights[best]) best = place;
  return best;
}

function macroF1(labels: readonly number[], told: readonly number[], there: readonly number[]): number {
  const [both, either] = [STAGES.map(() => 0), STAGES.map(() => 0)];
  for (const [turn, label] of labels.entries()) {
    either[label]++;
    either[told[turn]]++;
    if (label === told[turn]) both[label]++;
  }
  return there.reduce((sum, place) => sum + (2 * both[place]) / either[place], 0) / there.length;
}
