import { distance } from 'fastest-levenshtein';

/** Letters of a text that are compared: whoever says more says nothing twice. */
const MOST = 96;

/** 1 - edit distance (Levenshtein 1966) over the longer length, in [0, 1]; 0 where either is empty. */
export function editLikeness(one: string, other: string): number {
  const [left, right] = [one.slice(0, MOST), other.slice(0, MOST)];
  if (left === '' || right === '') return 0;
  return 1 - distance(left, right) / Math.max(left.length, right.length);
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
