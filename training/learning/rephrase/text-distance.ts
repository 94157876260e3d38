/** Levenshtein distance over the length of the longer text, in [0, 1]; two empty texts are alike. */
export function editDistance(one: string, other: string): number {
  const longer = Math.max(one.length, other.length);
  if (longer === 0 || one === other) return 0;
  const row = Uint16Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let index = 0; index < one.length; index++) {
    let diagonal = row[0];
    row[0] = index + 1;
    for (let place = 0; place < other.length; place++) {
      const above = row[place + 1];
      const exchanged = diagonal + (one.charCodeAt(index) === other.charCodeAt(place) ? 0 : 1);
      row[place + 1] = Math.min(exchanged, above + 1, row[place] + 1);
      diagonal = above;
    }
  }
  return row[other.length] / longer;
}

/** Dice's coefficient of the sets of character trigrams, edges of the text included, in [0, 1]. */
export function trigramOverlap(one: string, other: string): number {
  const [ones, others] = [trigrams(one), trigrams(other)];
  let common = 0;
  for (const gram of ones) if (others.has(gram)) common++;
  return (2 * common) / (ones.size + others.size);
}

function trigrams(text: string): Set<string> {
  const padded = `  ${text} `;
  const grams = new Set<string>();
  for (let place = 0; place + 3 <= padded.length; place++) grams.add(padded.slice(place, place + 3));
  return grams;
}
