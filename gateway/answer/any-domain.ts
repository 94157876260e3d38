/** No sum of beliefs makes it certain that an utterance is some domain's: each may be wrong. */
const MOST = 0.999;

/**
 * P(the utterance is any domain's) from each domain's own probability p. One utterance is one domain's at most, so that the
 * events exclude one another and their probabilities add up: of a request to pause each of three domains is a third sure, and
 * it is certainly one of theirs. Beliefs that are calibrated sum to 1 at most; those that sum to more, or nearly, give the
 * larger of 0.999 and 1 - product(1 - p). 0 for an empty list.
 */
export function anyDomain(inDomain: readonly number[]): number {
  let [sum, none] = [0, 1];
  for (const probability of inDomain) {
    sum += probability;
    none *= 1 - probability;
  }
  return sum < MOST ? sum : Math.max(MOST, 1 - none);
}
