import { addUnit, finish, hashText, TEXT_BASIS } from '../numeric/hash.js';

const X = 0x78;
const NINE = 0x39;
/** Further digits in a row do not change a shape. */
const LONGEST_NUMBER = 5;

/**
 * The fingerprint of a word's shape: a run of letters as x, a digit as 9 (five in a row at most), others as they are:
 * "x", "9999", "x-x".
 */
export function shapeFingerprint(word: string): number {
  let state = TEXT_BASIS;
  let digits = 0;
  let inLetters = false;
  for (let index = 0; index < word.length; index++) {
    const unit = word.charCodeAt(index);
    if (unit >= 128) return hashText(shapeOf(word));
    const isLetter = (unit | 32) >= 97 && (unit | 32) <= 122;
    const isDigit = unit >= 48 && unit <= 57;
    digits = isDigit ? digits + 1 : 0;
    if (isLetter ? !inLetters : !isDigit || digits <= LONGEST_NUMBER) {
      state = addUnit(state, isLetter ? X : isDigit ? NINE : unit);
    }
    inLetters = isLetter;
  }
  return finish(state);
}

/** A word's shape as text, for letters and digits of every script. */
function shapeOf(word: string): string {
  return word
    .replace(/\p{L}[\p{L}\p{M}]*/gu, 'x')
    .replace(/\p{N}/gu, '9')
    .replace(/9{5,}/g, '99999');
}
