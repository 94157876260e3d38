import { distance } from 'fastest-levenshtein';

/**
 * The words that were heard where `said[start..end)` was said, by the cheapest alignment of the whole sentences: a word
 * for a word costs the share of its letters that differ, a word too few or too many costs .7.
 */
export function heardSpan(
  said: readonly string[],
  start: number,
  end: number,
  heard: readonly string[],
): readonly string[] {
  const width = heard.length + 1;
  const cost = new Float64Array((said.length + 1) * width);
  const from = new Uint8Array(cost.length);
  for (let i = 0; i <= said.length; i++) {
    for (let j = 0; j <= heard.length; j++) {
      if (i === 0 && j === 0) continue;
      const ways = [
        i > 0 && j > 0 ? cost[(i - 1) * width + j - 1]! + unlike(said[i - 1]!, heard[j - 1]!) : Infinity,
        i > 0 ? cost[(i - 1) * width + j]! + 0.7 : Infinity,
        j > 0 ? cost[i * width + j - 1]! + 0.7 : Infinity,
      ];
      const best = Math.min(...ways);
      cost[i * width + j] = best;
      from[i * width + j] = ways.indexOf(best);
    }
  }
  // Where a heard word was said: the word that it is aligned to, or for one too many the word before it.
  const saidAt = new Array<number>(heard.length);
  for (let i = said.length, j = heard.length; i > 0 || j > 0; ) {
    const way = from[i * width + j];
    if (way === 0) saidAt[--j] = --i;
    else if (way === 1) i--;
    else saidAt[--j] = i - 1;
  }
  return heard.filter((_, index) => saidAt[index]! >= start && saidAt[index]! < end);
}

function unlike(one: string, other: string): number {
  return distance(one, other) / Math.max(one.length, other.length);
}
