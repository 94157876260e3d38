import { createHash } from 'node:crypto';

/**
 * Number of buckets that trials divide customers into. So few that a bucket tells nobody apart, and enough for shares in
 * hundredths of a percent.
 */
export const TRIAL_BUCKETS = 10_000;

/**
 * The bucket of a customer, or of a request that has none: the same for as long as the name is, in every process.
 * @returns 0 to 9999
 */
export function trialBucket(name: string): number {
  return createHash('sha256').update('trial\n').update(name).digest().readUInt32BE(0) % TRIAL_BUCKETS;
}
