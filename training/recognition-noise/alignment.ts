import { soundDistance } from './sound-distance.js';

type Words = readonly string[];

/** A run of the words that were said, and the words that were heard for it; one of both may be none. */
export interface Segment {
  readonly said: Words;
  readonly heard: Words;
}

/** Longer runs of words that were heard as one thing are two segments. */
export const LONGEST_SEGMENT = 3;
/** Said and heard words of one segment: one as up to three, two as two, three as one. */
const LONGEST_TOGETHER = 4;
/** What a word costs that was not heard, or that nobody said. */
const GAP_COST = 0.5;
/** What each word beyond one to one costs, so that runs are no longer than they must be. */
const EXTRA_COST = 0.25;

/**
 * Segments that are in order the words said on one side and the words heard on the other: the split of both into runs of up to
 * three words (Brill and Moore 2000 for letters) at the least cost, which is how far the runs are from sounding alike
 * (`soundDistance`) times their words.
 */
export function alignSegments(said: Words, heard: Words): Segment[] {
  const [rows, columns] = [said.length + 1, heard.length + 1];
  const cost = new Float64Array(rows * columns).fill(Number.POSITIVE_INFINITY);
  /** The words of either side in the last segment of the best split up to here, as one number. */
  const last = new Uint8Array(rows * columns);
  cost[0] = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const here = cost[i * columns + j];
      // A word that was heard as it was said is a segment of its own.
      if (said[i] !== undefined && said[i] === heard[j]) {
        const target = (i + 1) * columns + j + 1;
        if (here < cost[target]) [cost[target], last[target]] = [here, 5];
      }
      for (let a = 0; a <= LONGEST_SEGMENT && i + a < rows; a++) {
        for (let b = a === 0 ? 1 : 0; b <= LONGEST_SEGMENT && j + b < columns; b++) {
          if (a + b > LONGEST_TOGETHER || ((a === 0 || b === 0) && a + b > 1)) continue;
          const target = (i + a) * columns + j + b;
          // Most are dearer before letters are compared.
          const least = here + EXTRA_COST * Math.max(a + b - 2, 0);
          if (a > 0 && b > 0 && least >= cost[target]) continue;
          const total = here + segmentCost(said, i, a, heard, j, b);
          if (total >= cost[target]) continue;
          cost[target] = total;
          last[target] = a * 4 + b;
        }
      }
    }
  }
  const segments: Segment[] = [];
  for (let i = said.length, j = heard.length; i > 0 || j > 0; ) {
    const move = last[i * columns + j];
    const [a, b] = [move >> 2, move & 3];
    segments.push({ said: said.slice(i - a, i), heard: heard.slice(j - b, j) });
    i -= a;
    j -= b;
  }
  return segments.reverse();
}

function segmentCost(said: Words, i: number, a: number, heard: Words, j: number, b: number): number {
  if (a === 0 || b === 0) return GAP_COST;
  if (a === 1 && b === 1 && said[i] === heard[j]) return 0;
  const distance = soundDistance(said.slice(i, i + a).join(''), heard.slice(j, j + b).join(''));
  return (distance * (a + b)) / 2 + EXTRA_COST * (a + b - 2);
}
