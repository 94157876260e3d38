import type { Contribution, Scores } from '../../../serving/hypothesis.js';
import { log1mExp, sigmoid } from '../../../serving/numeric/log-odds.js';
import type { TaggedHypothesis } from '../recognizer/recognizer.js';
import type { CandidateList } from './candidate-list.js';
import { type Evidence, logOf } from './evidence.js';
import { bounded, type ListScores } from './head.js';
import type { Screen } from './model.js';

/**
 * The screen's rule: P(in domain) by the domain score alone where that ends an utterance; undefined where the utterance
 * is to be interpreted in full.
 * @param domainScore in [0, 1]: see `screeningScore`
 */
export function screenedOut(screen: Screen | undefined, domainScore: number): number | undefined {
  if (!screen) return undefined;
  const { weight, bias, below } = screen;
  const inDomain = sigmoid(weight * (logOf(domainScore) - logOf(1 - domainScore)) + bias);
  return inDomain < below ? inDomain : undefined;
}

/**
 * Screens a list that already exists: screened out, or with its evidence.
 * @param domainScore in [0, 1]: see `screeningScore`
 * @param evidence asked for only where the screen lets the list pass
 */
export function screenedList(
  screen: Screen | undefined,
  hypotheses: readonly TaggedHypothesis[],
  domainScore: number,
  evidence: () => Evidence,
): CandidateList {
  const screened = screenedOut(screen, domainScore);
  return screened === undefined ? { hypotheses, evidence: evidence() } : { hypotheses, screened };
}

/**
 * The scores of a list that the screen ended: P(right) = P(in domain) P(intent | in domain) P(slots | intent), so that
 * no confidence is above P(in domain).
 */
export function scoreScreened(inDomain: number, scores: readonly Scores[]): ListScores {
  const logits = Float64Array.from(scores, (score) => {
    const sum = logProduct(inDomain, score);
    return bounded(sum - log1mExp(sum));
  });
  return { logits, inDomain };
}

/** The additive parts of such a hypothesis's logit, named as `explain` in head.ts names them. */
export function explainScreened(inDomain: number, score: Scores): Contribution[] {
  const sum = logProduct(inDomain, score);
  const logit = sum - log1mExp(sum);
  const parts = [
    { name: 'domain', value: Math.log(inDomain) },
    { name: 'intent', value: logOf(score.intent) },
    { name: 'slot', value: logOf(score.slot) },
    { name: 'alternatives', value: -log1mExp(sum) },
    { name: 'bound', value: bounded(logit) - logit },
  ];
  return parts.filter(({ value }) => value !== 0);
}

function logProduct(inDomain: number, { intent, slot }: Scores): number {
  return Math.log(inDomain) + logOf(intent) + logOf(slot);
}
