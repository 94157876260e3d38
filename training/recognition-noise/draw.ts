import type { Random } from '../numeric/random.js';

/** One of the entries, as likely as its weight; the last where all weights are 0. Entries must not be empty. */
export function weighted<Entry extends { readonly weight: number }>(entries: readonly Entry[], random: Random): Entry {
  let left = random.next() * entries.reduce((sum, { weight }) => sum + weight, 0);
  for (const entry of entries) {
    left -= entry.weight;
    if (left < 0) return entry;
  }
  // A list of entries is never empty.
  return entries.at(-1)!;
}

/** The index of one of the weights, as likely as it is large. */
export function weightedIndex(weights: readonly number[], random: Random): number {
  return weighted(
    weights.map((weight, index) => ({ weight, index })),
    random,
  ).index;
}
