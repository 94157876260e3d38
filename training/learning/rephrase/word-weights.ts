/** Words of a request, or of a catalogue's name, whose use is counted. */
export interface CountedText {
  /** Words with which people ask. */
  readonly asking: readonly string[];
  /** Words of the names that they ask for. */
  readonly naming: readonly string[];
  /** The fold that must not know them; absent: all may. */
  readonly fold?: number | undefined;
}

/** How common words are, and what for: what tells two requests apart, or holds them together, are words of names. */
export interface WordWeights {
  /** Words that were counted, those with which people ask and those of names. */
  readonly asking: number;
  readonly naming: number;
  /** Word -> how often people asked with it, and how often it was in a name; words that are not listed are rare. */
  readonly counts: Readonly<Record<string, readonly [asking: number, naming: number]>>;
}

/** Words that are kept of those that were counted, the most common ones. */
const KEPT = 6_000;
/** What is added to both rates of a word, as counts: a word that was never seen is of a name in five cases of six. */
const [PRIOR_ASKING, PRIOR_NAMING] = [0.2, 1];

export function countWords(texts: Iterable<CountedText>): WordWeights {
  const counts = new Map<string, [number, number]>();
  const totals: [number, number] = [0, 0];
  const count = (words: readonly string[], place: 0 | 1) => {
    totals[place] += words.length;
    for (const word of words) {
      const known = counts.get(word);
      if (known) known[place]++;
      else counts.set(word, place === 0 ? [1, 0] : [0, 1]);
    }
  };
  for (const { asking, naming } of texts) {
    count(asking, 0);
    count(naming, 1);
  }
  const common = [...counts]
    .filter(([, [asking, naming]]) => asking + naming > 1)
    .sort(([one, a], [other, b]) => b[0] + b[1] - a[0] - a[1] || (one < other ? -1 : 1))
    .slice(0, KEPT);
  return { asking: totals[0], naming: totals[1], counts: Object.fromEntries(common) };
}

/**
 * How much a word tells of what is meant, in [0, 1]: how rare it is (its information over that of a word never seen),
 * times how likely it is part of a name.
 */
export function wordWeight({ asking, naming, counts }: WordWeights, word: string): number {
  const [asked, named] = Object.hasOwn(counts, word) ? counts[word] : [0, 0];
  const total = asking + naming;
  const information = Math.log((total + 1) / (asked + named + 1)) / Math.log(total + 1);
  const askingRate = (asked + PRIOR_ASKING) / (asking + 1);
  const namingRate = (named + PRIOR_NAMING) / (naming + 1);
  return (information * namingRate) / (askingRate + namingRate);
}
