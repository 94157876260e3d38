type Words = readonly string[];

/** Texts that are compared with one, those that share its rarest words. */
const MOST_COMPARED = 200;

/**
 * For each text, which other one has most of its words, by Dice's coefficient: 0 to texts - 1, or undefined where none
 * shares a word. Texts of the same words in whatever order are not another text, nor those that add words alone: each
 * must have a word that the other has not.
 */
export function nearestOf(texts: readonly Words[]): (index: number) => number | undefined {
  const sets = texts.map((words) => new Set(words));
  const holding = new Map<string, number[]>();
  for (const [index, words] of sets.entries()) {
    for (const word of words) {
      const list = holding.get(word);
      if (list) list.push(index);
      else holding.set(word, [index]);
    }
  }
  return (index) => {
    const words = sets[index];
    const rarest = [...words].sort((one, other) => holding.get(one)!.length - holding.get(other)!.length);
    const compared = new Set<number>();
    for (const word of rarest) {
      for (const other of holding.get(word)!) {
        if (other !== index) compared.add(other);
        if (compared.size >= MOST_COMPARED) break;
      }
      if (compared.size >= MOST_COMPARED) break;
    }
    let [best, most] = [undefined as number | undefined, 0];
    for (const other of compared) {
      const common = [...words].filter((word) => sets[other].has(word)).length;
      if (common === words.size || common === sets[other].size) continue;
      const share = (2 * common) / (words.size + sets[other].size);
      if (share > most) [best, most] = [other, share];
    }
    return best;
  };
}
