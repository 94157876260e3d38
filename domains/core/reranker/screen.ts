import type { Contribution, Scores } from '../../../serving/hypothesis.js';
import { log1mExp, sigmoid } from '../../../serving/numeric/log-odds.js';
import type { TaggedHypothesis } from '../recognizer/recognizer.js';
import type { CandidateList } from './candidate-list.js';
import { type Evidence, logOf } from './evidence.js';
import { bounded, type ListScores } from './head.js';
import type { Screen } from './model.js';

/**
 * The screen's rule: P(in domain) by the domain score alone where that ends an utterance; undefined where the utterance
 * is to be interpreted in full. One that asks for a title of the domain's catalogue may be the domain's whatever its
 * classifier makes of the title's own words, and always passes.
 * @param domainScore in [0, 1]
 */
export function screenedOut(
  screen: Screen | undefined,
  domainScore: number,
  asksForTitle: boolean,
): number | undefined {
  if (!screen || asksForTitle) return undefined;
  const inDomain = inDomainByScore(screen, domainScore);
  return inDomain < screen.below ? inDomain : undefined;
}

/** P(in domain) by a domain score alone, both in [0, 1]; the score itself where there is no screen to calibrate it. */
export function inDomainByScore(screen: Screen | undefined, domainScore: number): number {
  if (!screen) return domainScore;
  return sigmoid(screen.weight * (logOf(domainScore) - logOf(1 - domainScore)) + screen.bias);
}

/**
 * Screens a list that already exists: screened out, or with its evidence. The domain score is the largest of its
 * hypotheses.
 * @param evidence asked for only where the screen lets the list pass
 */
export function screenedList(
  screen: Screen | undefined,
  hypotheses: readonly TaggedHypothesis[],
  asksForTitle: boolean,
  evidence: () => Evidence,
): CandidateList {
  const domain = hypotheses.reduce((most, { scores }) => Math.max(most, scores.domain), 0);
  const screened = screenedOut(screen, domain, asksForTitle);
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
