import { normalisedValue } from '../readings.js';

/** One entry of a recogniser's n-best list, checked. */
export interface SentHearing {
  readonly text: string;
  /** 0 or more, finite; undefined where the recogniser gives none. */
  readonly confidence?: number | undefined;
}

/** A hearing that is interpreted. */
export interface WeighedHearing {
  readonly text: string;
  /** P(these words were said), in (0, 1]; those of a request sum to 1. */
  readonly weight: number;
}

/** How many hearings of a request are interpreted. */
export interface HearingRules {
  /** The most, at least 1. */
  readonly most: number;
  /** One with a smaller share of the whole list's weight than this, in [0, 1), is left out unless it is the likeliest. */
  readonly leastWeight: number;
}

/** Five take most of what an n-best list tells, at five times the work of one. */
export const HEARING_RULES: HearingRules = { most: 5, leastWeight: 0.01 };

/**
 * The hearings to interpret, likeliest first:
 * 1. Entries with the same normalised value are one, with the sum of their confidences, at the place of the first and as
 *    it is written.
 * 2. A weight each: its confidence as a share of the list's, or by rank alone where any entry has none (`byRank`).
 * 3. The likeliest within the rules; ties stay in the list's order. Their weights are divided by their sum.
 * @param sent at least one; where all have confidences, one at least is above 0
 */
export function weighHearings(sent: readonly SentHearing[], { most, leastWeight }: HearingRules): WeighedHearing[] {
  const isRanked = sent.some(({ confidence }) => confidence === undefined);
  // Divided by the largest first: a sum of large ones would overflow.
  const largest = Math.max(...sent.map(({ confidence = 0 }) => confidence));
  const merged = new Map<string, { text: string; confidence: number }>();
  for (const { text, confidence = 0 } of sent) {
    const key = normalisedValue(text);
    const same = merged.get(key);
    const scaled = isRanked ? 0 : confidence / largest;
    if (same) same.confidence += scaled;
    else merged.set(key, { text, confidence: scaled });
  }
  const ranks = byRank(merged.size);
  const weighed = [...merged.values()].map(({ text, confidence }, rank) => {
    return { text, weight: isRanked ? (ranks[rank] ?? 0) : confidence };
  });
  const all = total(weighed);
  const kept = weighed
    .sort((one, other) => other.weight - one.weight)
    .slice(0, most)
    .filter(({ weight }, place) => place === 0 || weight >= leastWeight * all);
  return shared(kept);
}

/**
 * The probabilities of the entries of a list of which nothing is known but its order: their mean over all probabilities in
 * that order, all equally likely (rank-order centroid, Barron and Barrett 1996). Entry k of n has (1/k + ... + 1/n) / n: of
 * three 11/18, 5/18 and 2/18.
 * @returns [length], falling; they sum to 1
 */
export function byRank(length: number): number[] {
  const weights = new Array<number>(length);
  let sum = 0;
  for (let rank = length; rank > 0; rank--) {
    sum += 1 / rank;
    weights[rank - 1] = sum / length;
  }
  return weights;
}

/** The same hearings with weights that sum to 1. @param hearings their weights sum to more than 0 */
export function shared<Hearing extends { readonly weight: number }>(hearings: readonly Hearing[]): Hearing[] {
  const sum = total(hearings);
  return hearings.map((hearing) => ({ ...hearing, weight: hearing.weight / sum }));
}

function total(hearings: readonly { readonly weight: number }[]): number {
  return hearings.reduce((sum, { weight }) => sum + weight, 0);
}
