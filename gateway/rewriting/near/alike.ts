/** Letters of a text that are compared: whoever says more says nothing twice. */
const MOST = 96;
let [row, nextRow] = [new Uint16Array(MOST + 1), new Uint16Array(MOST + 1)];

/** 1 - edit distance (Levenshtein 1966) over the longer length, in [0, 1]; 0 where either is empty. */
export function editLikeness(one: string, other: string): number {
  const [length, otherLength] = [Math.min(MOST, one.length), Math.min(MOST, other.length)];
  if (length === 0 || otherLength === 0) return 0;
  for (let at = 0; at <= otherLength; at++) row[at] = at;
  for (let place = 1; place <= length; place++) {
    nextRow[0] = place;
    const letter = one.charCodeAt(place - 1);
    for (let at = 1; at <= otherLength; at++) {
      const same = row[at - 1] + (letter === other.charCodeAt(at - 1) ? 0 : 1);
      nextRow[at] = Math.min(same, row[at] + 1, nextRow[at - 1] + 1);
    }
    [row, nextRow] = [nextRow, row];
  }
  return 1 - row[otherLength] / Math.max(length, otherLength);
}

/** The trigrams of a text, each once, as numbers below 2^21; letters beyond ASCII share numbers. */
export function trigrams(text: string): Set<number> {
  const found = new Set<number>();
  const padded = `\u0001${text.slice(0, MOST)}\u0001`;
  for (let at = 0; at + 3 <= padded.length; at++) {
    const letter = (offset: number) => padded.charCodeAt(at + offset) & 127;
    found.add((letter(0) << 14) | (letter(1) << 7) | letter(2));
  }
  return found;
}

/** Dice's coefficient of two sets (1945), in [0, 1]. */
export function dice(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  if (one.size + other.size === 0) return 0;
  let common = 0;
  for (const member of one) if (other.has(member)) common++;
  return (2 * common) / (one.size + other.size);
}
