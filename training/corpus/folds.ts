import { createHash } from 'node:crypto';

/** The text without case, punctuation and spacing: texts with the same key are the same request. */
export function groupKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * The fold, 0 to folds - 1, of a text. It depends on the text's group, the number of folds and the seed alone, so the
 * same request always falls into the same fold, whatever corpus it comes from: no text is in training and held out.
 */
export function foldOf(text: string, folds: number, seed: number): number {
  return bitsOf(text, `${seed}`) % folds;
}

/**
 * A number in [0, 1) that depends on the text's group and the key alone: uniform over texts, independent between keys.
 */
export function drawOf(text: string, key: string): number {
  return bitsOf(text, key) / 2 ** 48;
}

/** 48 bits of a digest: exact in a double, and a modulus favours no remainder measurably. */
function bitsOf(text: string, key: string): number {
  return createHash('sha256')
    .update(`${key}\n${groupKey(text)}`)
    .digest()
    .readUIntBE(0, 6);
}
