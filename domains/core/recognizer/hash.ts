/**
 * 32-bit feature fingerprints: FNV-1a over UTF-16 code units, mixed with murmur3's finaliser.
 * With v features in a vocabulary an unseen one is mistaken for a known one with probability v / 2^32 (60,000: 1.4e-5).
 * 0 is never returned: it marks an empty place in tables.
 */
export function hashText(text: string, from = 0, to = text.length): number {
  let hash = 0x811c9dc5;
  for (let index = from; index < to; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return finish(hash);
}

/** The fingerprint of an ordered pair, for features made of parts: combine(template, word), combine(word, next). */
export function combine(left: number, right: number): number {
  return finish(Math.imul(left ^ 0x5bd1e995, 0x01000193) ^ Math.imul(right, 0x9e3779b1));
}

function finish(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = (mixed ^ (mixed >>> 16)) >>> 0;
  return mixed === 0 ? 1 : mixed;
}
