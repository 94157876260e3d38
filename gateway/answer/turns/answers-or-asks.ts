import type { Sign, Signs } from './signs.js';

/** P(a new request) before a word is said to a question. */
const PRIOR_REQUEST = 0.2;
/** P(a request is none of the domains') before a word is said. */
const PRIOR_OTHER = 0.5;
/** P(word | answer) / P(word | any speech), for a word that no answer explains. */
const UNEXPLAINED = 0.03;
/** P(every word is one of an answer's | request): hardly a request says "the soundtrack" and no more. */
const ALL_EXPLAINED = 0.05;
/** P(in some domain) counts within these odds: a classifier that never saw answers is not to be believed beyond. */
const DOMAIN_ODDS = { least: 0.01, most: 100 } as const;
/** All signs together count so many times at most. */
const MOST_GAIN = 10_000;

/** How many times as likely a sign is in an answer as in any speech. */
const GAINS: Readonly<Record<Sign['kind'], number>> = {
  names: 10,
  excludes: 20,
  place: 50,
  yes: 20,
  no: 10,
  none: 30,
  any: 30,
  both: 20,
  again: 2,
  other: 10,
};

/**
 * P(the utterance answers the question, and is no new request), in [0, 1], by Bayes. All likelihoods are relative to
 * speech that is neither: for an answer the product of its signs' gains, less for every word that it does not explain; for
 * a request of the domains the odds that they give it, since a calibrated probability is that ratio times the odds before.
 * @param anyDomain P(the utterance, as a request, is any domain's), in [0, 1]
 */
export function answerProbability({ signs, unexplained }: Signs, anyDomain: number): number {
  const gain = signs.reduce((product, { kind }) => product * GAINS[kind], 1);
  const answer = Math.min(MOST_GAIN, gain) * UNEXPLAINED ** unexplained;
  const odds = anyDomain < 1 ? anyDomain / (1 - anyDomain) : DOMAIN_ODDS.most;
  const domains = Math.min(DOMAIN_ODDS.most, Math.max(DOMAIN_ODDS.least, odds));
  const request = ((1 - PRIOR_OTHER) * domains + PRIOR_OTHER) * (unexplained === 0 ? ALL_EXPLAINED : 1);
  const answered = (1 - PRIOR_REQUEST) * answer;
  return answered / (answered + PRIOR_REQUEST * request);
}
