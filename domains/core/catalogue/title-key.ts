import { joinedNumber, numberOf } from '../../../serving/numeric/number-words.js';
import { addUnit, combine, finish, hashText, TEXT_BASIS } from '../numeric/hash.js';
import { numeralWords, romanOf } from './title-numbers.js';

/** Left out of keys at the beginning of a title. */
export const ARTICLES: readonly string[] = ['the', 'a', 'an'];

/**
 * How near a string is to a title: exact but for the ways to write one title (`titleCore`, `titleKey`), or loose, alike
 * in sound.
 */
export type Nearness = 'exact' | 'loose';
const TAG: Record<Nearness, number> = { exact: 1, loose: 2 };

/** A string's normalised words without "and", numbers as digits; keys are made of them. */
export type TitleCore = readonly string[];

/** Written or left out between words: "guns n' roses", "rock & roll", "florence + the machine". */
const CONJUNCTIONS: readonly string[] = ['and', '&', '+'];
/** The words that titles may be written without or in another way. */
const written = new Set<string>([...CONJUNCTIONS, 'n', ...numeralWords()]);

/**
 * The core of the words from `from` to `to`, exclusive: conjunctions are left out, and numbers in words or Roman numerals
 * become digits: "twenty one" and "xxi" are "21", and "nineteen eighty four" is "19", "84".
 */
export function titleCore(words: readonly string[], from = 0, to = words.length): TitleCore {
  const core: string[] = [];
  // The number that the core's last word stands for while further words may add to it; 0: none does.
  let open = 0;
  for (let index = from; index < to; index++) {
    const word = words[index];
    if (word.includes('-') && word.length > 1) return titleCore(words.slice(from, to).flatMap(hyphenParts));
    if (!written.has(word)) {
      // Most words are of no such kind.
      core.push(word);
      open = 0;
      continue;
    }
    if (CONJUNCTIONS.includes(word)) continue;
    // Between words alone: "N" is also a title.
    if (word === 'n' && index > from && index < to - 1) continue;
    const number = numberOf(word);
    if (number === undefined) {
      core.push(romanOf(word, words, index, from, to) ?? word);
      open = 0;
      continue;
    }
    const whole = joinedNumber(open, number);
    if (whole === undefined) core.push(String(number));
    else core[core.length - 1] = String(whole);
    open = whole ?? number;
  }
  return core;
}

function hyphenParts(word: string): string[] {
  return word.split('-').filter((part) => part !== '');
}

/** The fingerprint under which a string stands in an index; undefined for a string of no words. */
export function titleKey(core: TitleCore, nearness: Nearness): number | undefined {
  const first = hasArticle(core) ? 1 : 0;
  const hash = nearness === 'exact' ? hashJoined(core, first) : hashSkeleton(core, first);
  return hash === undefined ? undefined : combine(TAG[nearness], hash);
}

/** The article that a string's key leaves out; undefined where it leaves out none. */
export function leadingArticle(core: TitleCore): string | undefined {
  return hasArticle(core) ? core[0] : undefined;
}

/** An article that is the whole title is no article. */
function hasArticle(core: TitleCore): boolean {
  return core.length > 1 && ARTICLES.includes(core[0]);
}

/**
 * The fingerprint of the letters and digits of the words from `first` on, without marks, spaces and punctuation: "spider-man"
 * is "spider man", "ender's game" is "enders game", "r.e.m." is "rem", and "beyoncé" is "beyonce".
 */
function hashJoined(words: readonly string[], first: number): number | undefined {
  let state = TEXT_BASIS;
  let length = 0;
  for (let index = first; index < words.length; index++) {
    const word = words[index];
    for (let place = 0; place < word.length; place++) {
      const unit = word.charCodeAt(place);
      if (unit >= 128) return hashOf(plainLetters(words.slice(first).join('')));
      if (soundOf[unit] === 0) continue;
      state = addUnit(state, unit);
      length++;
    }
  }
  return length === 0 ? undefined : finish(state);
}

/** Letters and digits alone, without marks. */
function plainLetters(text: string): string {
  return text.normalize('NFD').replace(/[^\p{L}\p{N}]/gu, '');
}

const code = (letter: string) => letter.charCodeAt(0);
const [A, F, H, K, P, S] = [code('a'), code('f'), code('h'), code('k'), code('p'), code('s')];
/** The sound of a letter or digit, like-sounding ones as one; 0 for anything else. */
const soundOf = byAscii((letter) => {
  if (!/[a-z0-9]/i.test(letter)) return 0;
  return 'ckq'.includes(letter) ? K : letter === 'z' ? S : code(letter);
});
const isVowel = byAscii((letter) => ('aeiouy'.includes(letter) ? 1 : 0));
/** Letters that are left out except at the beginning. */
const isWeak = byAscii((letter) => ('aeiouyhw'.includes(letter) ? 1 : 0));

function byAscii(of: (letter: string) => number): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, ascii) => of(String.fromCharCode(ascii)));
}

/** The sounds of one string's letters and digits; every call uses the buffer again. */
let sounds = new Uint8Array(256);

/**
 * The fingerprint of the skeleton of the words from `first` on, joined without spaces; ASCII words need no intermediate
 * text.
 */
function hashSkeleton(words: readonly string[], first: number): number | undefined {
  let length = 0;
  for (let index = first; index < words.length; index++) {
    const word = words[index];
    if (sounds.length < length + word.length) sounds = enlarged(sounds, length + word.length);
    for (let place = 0; place < word.length; place++) {
      const unit = word.charCodeAt(place);
      if (unit >= 128) return hashOf(skeleton(words.slice(first).join('')));
      if (soundOf[unit] !== 0) sounds[length++] = soundOf[unit];
    }
  }
  if (length === 0) return undefined;
  let state = TEXT_BASIS;
  let last = 0;
  for (let index = 0, isFirst = true; index < length; index++, isFirst = false) {
    let sound = sounds[index];
    if (sound === P && index + 1 < length && sounds[index + 1] === H) {
      sound = F;
      index++;
    }
    if (isFirst && isVowel[sound] === 1) sound = A;
    else if (!isFirst && (isWeak[sound] === 1 || sound === last)) continue;
    state = addUnit(state, sound);
    last = sound;
  }
  return finish(state);
}

function enlarged(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * length);
  larger.set(bytes);
  return larger;
}

function hashOf(text: string): number | undefined {
  return text === '' ? undefined : hashText(text);
}

/**
 * The part of a title that survives when a speech recogniser mishears a letter or two: consonants, like-sounding ones
 * as one and doubled ones single; digits and letters of other scripts as they are.
 */
export function skeleton(text: string): string {
  return plainLetters(text)
    .replace(/ph/g, 'f')
    .replace(/[ck]+|q/g, 'k')
    .replace(/z/g, 's')
    .replace(/(?<=.)[aeiouyhw]/g, '')
    .replace(/^[aeiouy]/, 'a')
    .replace(/(.)\1+/g, '$1');
}
