import { TRIAL_BUCKETS } from '../../../../serving/numeric/trial-bucket.js';
import { combine } from '../../numeric/hash.js';

/**
 * Which buckets a trial draws: exactly so many percent of all, others for each candidate, so that it is not always the same
 * customers that are tried on. A larger share of the same candidate draws those of a smaller one, and more.
 * @param digest the candidate's, in hexadecimal
 * @returns `[TRIAL_BUCKETS]`, 1 where a bucket is drawn
 */
export function drawnBuckets(digest: string, percent: number): Uint8Array {
  const salt = Number.parseInt(digest.slice(0, 8), 16);
  const ranks = Uint32Array.from({ length: TRIAL_BUCKETS }, (_, bucket) => combine(salt, bucket));
  const order = Array.from(ranks.keys()).sort((a, b) => ranks[a]! - ranks[b]! || a - b);
  const drawn = new Uint8Array(TRIAL_BUCKETS);
  for (const bucket of order.slice(0, Math.round((percent / 100) * TRIAL_BUCKETS))) drawn[bucket] = 1;
  return drawn;
}
