/**
 * 32-bit feature fingerprints: FNV-1a over UTF-16 code units, mixed with murmur3's finaliser.
 * With v features in a vocabulary an unseen one is mistaken for a known one with probability v / 2^32 (60,000: 1.4e-5).
 * 0 is never returned: it marks an empty place in tables.
 */
export function hashText(text: string, from = 0, to = text.length): number {
  return finish(addText(TEXT_BASIS, text, from, to));
}

/** The state of the empty text, for a fingerprint that is made unit by unit: `finish(addUnit(TEXT_BASIS, unit))`. */
export const TEXT_BASIS = 0x811c9dc5 | 0;

/** One more UTF-16 code unit; the result is a state, not yet a fingerprint. */
export function addUnit(state: number, unit: number): number {
  return Math.imul(state ^ unit, 0x01000193);
}

/** The units of a text one after the other. */
export function addText(state: number, text: string, from = 0, to = text.length): number {
  let added = state;
  for (let index = from; index < to; index++) added = addUnit(added, text.charCodeAt(index));
  return added;
}

/** The fingerprint of an ordered pair, for features made of parts: combine(template, word), combine(word, next). */
export function combine(left: number, right: number): number {
  return finish(Math.imul(left ^ 0x5bd1e995, 0x01000193) ^ Math.imul(right, 0x9e3779b1));
}

/** From a state to the fingerprint. */
export function finish(state: number): number {
  let mixed = state;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = (mixed ^ (mixed >>> 16)) >>> 0;
  return mixed === 0 ? 1 : mixed;
}
