import type { Outcomes } from './outcomes.js';

/** One bar of a reliability diagram: the outcomes whose confidence lies in [from, to). */
export interface DiagramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly meanConfidence: number;
  readonly shareRight: number;
  /** 95% interval of the share right. */
  readonly low: number;
  readonly high: number;
}

const Z95 = 1.959964;

/** How a diagram is cut. */
export interface DiagramOptions {
  readonly bins?: number;
  /** Bins of fewer outcomes are joined with the next. */
  readonly least?: number;
}

/**
 * Bins of equal width, for pictures: they spread over the whole range, where bins of equal mass (ECE's) crowd at its
 * ends. A bin of fewer than `least` outcomes is joined with those after it, and what remains at the end with the one
 * before, since a share of three tells nothing. A confidence of 1 falls into the last bin.
 */
export function diagramBins(
  { confidences, rights }: Outcomes,
  { bins = 10, least = 0 }: DiagramOptions = {},
): DiagramBin[] {
  const sums: BinSum[] = Array.from({ length: bins }, (_, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    count: 0,
    confidence: 0,
    right: 0,
  }));
  for (const [index, confidence] of confidences.entries()) {
    const sum = sums[Math.min(Math.floor(confidence * bins), bins - 1)];
    sum.count++;
    sum.confidence += confidence;
    sum.right += rights[index];
  }
  const joined: BinSum[] = [];
  for (const sum of sums) {
    const last = joined.at(-1);
    if (last && last.count < least) joined[joined.length - 1] = join(last, sum);
    else joined.push(sum);
  }
  const [before, end] = joined.slice(-2);
  if (end !== undefined && end.count < least) joined.splice(-2, 2, join(end, before));
  return joined.flatMap(({ from, to, count, confidence, right }) => {
    if (count === 0) return [];
    const [low, high] = wilsonInterval(right, count);
    return [{ from, to, count, meanConfidence: confidence / count, shareRight: right / count, low, high }];
  });
}

interface BinSum {
  readonly from: number;
  readonly to: number;
  count: number;
  confidence: number;
  right: number;
}

function join(one: BinSum, other: BinSum): BinSum {
  return {
    from: Math.min(one.from, other.from),
    to: Math.max(one.to, other.to),
    count: one.count + other.count,
    confidence: one.confidence + other.confidence,
    right: one.right + other.right,
  };
}

/** 95% interval of a share (Wilson 1927), in [0, 1]; `count` at least 1. */
export function wilsonInterval(right: number, count: number): [low: number, high: number] {
  const share = right / count;
  const square = Z95 ** 2;
  const centre = (share + square / (2 * count)) / (1 + square / count);
  const halfWidth = (Z95 / (1 + square / count)) * Math.sqrt((share * (1 - share)) / count + square / (4 * count ** 2));
  return [Math.max(0, centre - halfWidth), Math.min(1, centre + halfWidth)];
}
