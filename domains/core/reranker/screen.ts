import { log1mExp, sigmoid } from '../../../serving/numeric/log-odds.js';
import type { Contribution, Scores } from '../interpreter/hypothesis.js';
import { logOf } from './evidence.js';
import { bounded, type Judgement } from './head.js';

/**
 * The first stage of a cascade (Viola and Jones 2001, §4): the domain classifier alone, calibrated by Platt scaling (Platt 1999).
 * A domain that is all but sure that an utterance is not its own spends no language models on telling apart readings of it.
 */
export interface Screen {
  /** logit P(mine | the domain score) = weight * logit(domain score) + bias. */
  readonly weight: number;
  readonly bias: number;
  /** P(mine) in [0, 1] below which an utterance is looked at no further: the most that a screened utterance is the domain's. */
  readonly below: number;
}

/** P(mine) where the domain score alone puts it below the screen; undefined where the utterance is to be looked at in full. */
export function screenedOut({ weight, bias, below }: Screen, domainScore: number): number | undefined {
  const mine = sigmoid(weight * (logOf(domainScore) - logOf(1 - domainScore)) + bias);
  return mine < below ? mine : undefined;
}

/** A list that was screened out: P(right) = P(mine) P(intent | mine) P(slots | intent), so that no confidence is above P(mine). */
export function judgeScreened(mine: number, scores: readonly Scores[]): Judgement {
  const logits = Float64Array.from(scores, (score) => {
    const sum = logProduct(mine, score);
    return bounded(sum - log1mExp(sum));
  });
  return { logits, inDomain: mine };
}

/** The additive parts of such a hypothesis's logit, named as `explain` in head.ts names them. */
export function explainScreened(mine: number, score: Scores): Contribution[] {
  const sum = logProduct(mine, score);
  const logit = sum - log1mExp(sum);
  const parts = [
    { name: 'domain', value: Math.log(mine) },
    { name: 'intent', value: logOf(score.intent) },
    { name: 'slot', value: logOf(score.slot) },
    { name: 'alternatives', value: -log1mExp(sum) },
    { name: 'bound', value: bounded(logit) - logit },
  ];
  return parts.filter(({ value }) => value !== 0);
}

function logProduct(mine: number, { intent, slot }: Scores): number {
  return Math.log(mine) + logOf(intent) + logOf(slot);
}
