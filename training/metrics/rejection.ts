import { AMBIGUOUS } from '../corpus/corpus-row.js';
import { isOutOfDomain, type Scored } from './scored.js';

/** Scores of utterances that one of our domains should answer, and of those that none should. */
export interface RejectionScores {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/** One operating point: accept scores of `threshold` and more. */
export interface RocPoint {
  readonly threshold: number;
  readonly truePositiveRate: number;
  readonly falsePositiveRate: number;
}

/** The confidence of the top hypothesis, by which rejection is scored; 0 without one. */
function topConfidence({ hypotheses }: Scored): number {
  return hypotheses[0]?.confidence ?? 0;
}

/** Splits utterances by whether a domain of ours should answer; ambiguous ones are left out. */
export function rejectionScores(
  scored: readonly Scored[],
  scoreOf: (row: Scored) => number = topConfidence,
): RejectionScores {
  const clear = scored.filter((row) => row.reference.domain !== AMBIGUOUS);
  const scores = (out: boolean) => clear.filter((row) => isOutOfDomain(row.reference) === out).map(scoreOf);
  return { positives: Float64Array.from(scores(false)), negatives: Float64Array.from(scores(true)) };
}

/**
 * The same by P(in domain), the probability that the utterance is any domain's; undefined where an utterance lacks it.
 */
export function inDomainRejectionScores(scored: readonly Scored[]): RejectionScores | undefined {
  if (scored.length === 0 || scored.some(({ inDomain }) => inDomain === undefined)) return undefined;
  return rejectionScores(scored, ({ inDomain = 0 }) => inDomain);
}

/** The ROC from (0, 0) to (1, 1), one point per distinct score, highest first: tied scores are accepted together. */
export function rocCurve({ positives, negatives }: RejectionScores): RocPoint[] {
  const accepted = [
    ...Array.from(positives, (score) => ({ score, positive: 1 })),
    ...Array.from(negatives, (score) => ({ score, positive: 0 })),
  ];
  accepted.sort((one, other) => other.score - one.score);
  const points: RocPoint[] = [{ threshold: Number.POSITIVE_INFINITY, truePositiveRate: 0, falsePositiveRate: 0 }];
  let truePositives = 0;
  for (const [index, { score, positive }] of accepted.entries()) {
    truePositives += positive;
    if (accepted[index + 1]?.score === score) continue;
    points.push({
      threshold: score,
      truePositiveRate: truePositives / positives.length,
      falsePositiveRate: (index + 1 - truePositives) / negatives.length,
    });
  }
  return points;
}

/** P(a positive scores above a negative), ties counting half; NaN when either side is empty. */
export function rejectionAuroc(scores: RejectionScores): number {
  const points = rocCurve(scores);
  let area = 0;
  for (let index = 1; index < points.length; index++) {
    const [from, to] = [points[index - 1], points[index]];
    area += (to.falsePositiveRate - from.falsePositiveRate) * ((from.truePositiveRate + to.truePositiveRate) / 2);
  }
  return scores.positives.length && scores.negatives.length ? area : Number.NaN;
}

/**
 * Share of negatives accepted at the highest threshold that accepts `rate` of the positives; NaN when either is empty.
 */
export function falsePositivesAt(scores: RejectionScores, rate = 0.95): number {
  const point = rocCurve(scores).find(({ truePositiveRate }) => truePositiveRate >= rate);
  return scores.negatives.length ? (point?.falsePositiveRate ?? Number.NaN) : Number.NaN;
}

/** Share of positives accepted at the lowest threshold that accepts at most `rate` of the negatives. */
export function truePositivesAt(scores: RejectionScores, rate = 0.01): number {
  const within = rocCurve(scores).filter(({ falsePositiveRate }) => falsePositiveRate <= rate);
  return scores.negatives.length ? (within.at(-1)?.truePositiveRate ?? Number.NaN) : Number.NaN;
}
