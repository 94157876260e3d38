import { NluError } from '../../serving/errors.js';

/**
 * Split conformal prediction: the share of probability that a reading must have to be offered, so that what is meant is
 * offered with probability `coverage` at least, on requests that are exchangeable with these. With nonconformity
 * 1 - share, that is 1 - the ceil((n + 1) coverage)-th smallest of n (Vovk et al. 2005; Angelopoulos and Bates 2021, §1).
 * @param shares each the share of what was meant, on requests that nothing else was fitted on
 * @throws NluError INVALID_ARGUMENT for too few: below coverage / (1 - coverage) no threshold gives the coverage
 */
export function conformalShare(shares: readonly number[], coverage: number): number {
  const rank = Math.ceil((shares.length + 1) * coverage);
  if (rank > shares.length) {
    const least = Math.ceil(coverage / (1 - coverage));
    throw new NluError(
      'INVALID_ARGUMENT',
      `${shares.length} requests with text are too few for a coverage of ${coverage}; at least ${least} must be kept back`,
    );
  }
  return [...shares].sort((one, other) => other - one)[rank - 1];
}
