import { addUnit, finish, hashText, TEXT_BASIS } from '../numeric/hash.js';

const FIRST = 'a'.charCodeAt(0);
const LETTERS = 26;
/** Consonants that recognisers take for one another, as the first of their group; vowels and weak letters are left out. */
const GROUPS = ['bp', 'ckqgx', 'dt', 'fv', 'j', 'l', 'mn', 'r', 'sz'];
/** `[26]` what a letter counts as: a letter's code, or 0. */
const soundOf = Uint8Array.from({ length: LETTERS }, (_, letter) => {
  const group = GROUPS.find((letters) => letters.includes(String.fromCharCode(FIRST + letter)));
  return group === undefined ? 0 : group.charCodeAt(0);
});

/**
 * The fingerprint of a word's sound: its consonants, like-sounding ones as one and doubled ones single, so that "add", "had"
 * and "at" are alike. A word without any, and one with anything but letters from a to z, is like itself alone.
 */
export function soundFingerprint(word: string): number {
  let state = TEXT_BASIS;
  let last = 0;
  for (let index = 0; index < word.length; index++) {
    const letter = word.charCodeAt(index) - FIRST;
    if (letter < 0 || letter >= LETTERS) return hashText(word);
    const sound = soundOf[letter];
    if (sound === 0) continue;
    if (sound !== last) state = addUnit(state, sound);
    last = sound;
  }
  return last === 0 ? hashText(word) : finish(state);
}
