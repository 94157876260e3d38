/**
 * How far two texts are from saying the same words: words to put in, take out or exchange (Levenshtein), over the words of
 * the longer; in [0, 1], 0 for two empty texts. Words are parted by blanks, and case does not count.
 */
export function wordDistance(one: string, other: string): number {
  const [first, second] = [wordsOf(one), wordsOf(other)];
  const longer = Math.max(first.length, second.length);
  if (longer === 0) return 0;
  let row = Array.from({ length: second.length + 1 }, (_, place) => place);
  for (const [index, word] of first.entries()) {
    const next = [index + 1];
    for (const [place, against] of second.entries()) {
      const exchanged = row[place] + (word === against ? 0 : 1);
      next.push(Math.min(exchanged, row[place + 1] + 1, next[place] + 1));
    }
    row = next;
  }
  return row[second.length] / longer;
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
}
