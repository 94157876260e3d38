import type { PhoneticIndex } from './phonetic-index.js';

/** How rare the grams of an index are, by themselves and in every name. */
export interface GramWeights {
  /** `[grams]`: how many names have each. */
  readonly sizes: Uint32Array;
  /** `[grams]`: how rare a gram is, in eighths of a nat. */
  readonly weights: Uint8Array;
  /** `[names]`: the weights of a name's grams together. */
  readonly weightOfName: Uint16Array;
}

export function gramWeights(index: PhoneticIndex): GramWeights {
  const names = index.starts.length - 1;
  const sizes = gramSizes(index);
  const weights = Uint8Array.from(sizes, (size) => Math.max(1, Math.round(8 * Math.log(1 + names / size))));
  return { sizes, weights, weightOfName: nameWeights(index, weights) };
}

/**
 * Adds the weight of each gram to every name that has it.
 * @param weights `[grams]`
 * @returns `[names]` sums
 */
function nameWeights({ postings, postingStarts, starts }: PhoneticIndex, weights: Uint8Array): Uint16Array {
  const sums = new Uint16Array(starts.length - 1);
  for (let gram = 0; gram < weights.length; gram++) {
    const end = postingStarts[gram + 1];
    let name = -1;
    let gap = 0;
    let shift = 0;
    for (let at = postingStarts[gram]; at < end; at++) {
      const byte = postings[at];
      gap |= (byte & 127) << shift;
      shift += 7;
      if (byte >= 128) continue;
      name += gap;
      sums[name] += weights[gram];
      gap = shift = 0;
    }
  }
  return sums;
}

/** `[grams]`: how many names have each, by the number of postings that end. */
function gramSizes({ postings, postingStarts }: PhoneticIndex): Uint32Array {
  const sizes = new Uint32Array(postingStarts.length - 1);
  for (let gram = 0; gram < sizes.length; gram++) {
    let size = 0;
    for (let at = postingStarts[gram]; at < postingStarts[gram + 1]; at++) if (postings[at] < 128) size++;
    sizes[gram] = size;
  }
  return sizes;
}
