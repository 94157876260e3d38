/**
 * P(the utterance is any domain's) from each domain's own probability p: 1 - product(1 - p). Two domains that are each half
 * sure of an ambiguous request (0.4 and 0.4) make it likely some domain's (0.64), which their maximum would deny. 0 for
 * an empty list.
 */
export function anyDomain(inDomain: readonly number[]): number {
  return 1 - inDomain.reduce((none, probability) => none * (1 - probability), 1);
}
