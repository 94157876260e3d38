import { titleCore } from '../../../catalogue/title-key.js';

/**
 * A name as a sequence of small numbers: 1 to 26 the letters, then "th", "sh" and "ch", then the digits; from
 * `FIRST_OTHER` on letters of other scripts, which share the numbers that are left by a hash. "ph" is f, "ck" is k and
 * doubled letters are single.
 */
export const FIRST_DIGIT = 30;
export const FIRST_OTHER = 40;
/** All units are below. */
export const UNITS = 128;
/** Set on the first unit of a word; `unit & UNIT` is the unit. */
export const WORD_START = 128;
export const UNIT = 127;
/** A name has no more units; the rest of a longer one is left out. */
export const MOST_UNITS = 64;

const ARTICLE = 'the';
/** What a recogniser writes for a word that it does not know ("<unk>"), as words are normalised. */
const UNKNOWN = 'unk';
const [A, C, H, K, P, S, T, ZERO] = Array.from('achkpst0', (letter) => letter.charCodeAt(0));
const [F_UNIT, K_UNIT, TH_UNIT, SH_UNIT, CH_UNIT] = [6, 11, 27, 28, 29];
/** Letters that no mark can be taken from. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ð: 'd',
  ø: 'o',
  þ: 'th',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  œ: 'oe',
  ŧ: 't',
};

/**
 * Writes the units of a name's or query's normalised words, without spaces, a leading "the" and conjunctions, numbers as
 * digits (`titleCore`); words that a recogniser did not know are left out where there are others.
 * @param into `[MOST_UNITS]` at least
 * @returns how many were written, 0 for words without letters and digits
 */
export function soundUnits(words: readonly string[], into: Uint8Array): number {
  // No more words than units are of use.
  const some = words.length > MOST_UNITS ? words.slice(0, MOST_UNITS) : words;
  const known = some.includes(UNKNOWN) ? some.filter((word) => word !== UNKNOWN) : some;
  const core = titleCore(known.length > 0 ? known : some);
  let length = 0;
  for (let index = core.length > 1 && core[0] === ARTICLE ? 1 : 0; index < core.length; index++) {
    length = addWord(core[index], into, length);
  }
  return length;
}

function addWord(written: string, into: Uint8Array, from: number): number {
  const word = isAscii(written) ? written : plain(written);
  let length = from;
  for (let place = 0; place < word.length && length < MOST_UNITS; place++) {
    const letter = word.charCodeAt(place);
    const unit = unitOf(letter);
    if (unit === 0) continue;
    const before = length > from ? into[length - 1] & UNIT : 0;
    const joined = letter === H || letter === K ? joinedUnit(letter, word.charCodeAt(place - 1)) : 0;
    if (joined > 0 && length > from) into[length - 1] = (into[length - 1] & WORD_START) | joined;
    else if (unit !== before || unit >= FIRST_DIGIT) {
      into[length] = length === from ? unit | WORD_START : unit;
      length++;
    }
  }
  return length;
}

/** The unit of a letter after the one before; 0 where they are two. */
function joinedUnit(letter: number, before: number): number {
  if (letter === K) return before === C ? K_UNIT : 0;
  if (before === T) return TH_UNIT;
  if (before === S) return SH_UNIT;
  if (before === C) return CH_UNIT;
  return before === P ? F_UNIT : 0;
}

function unitOf(letter: number): number {
  if (letter >= A && letter < A + 26) return letter - A + 1;
  if (letter >= ZERO && letter < ZERO + 10) return letter - ZERO + FIRST_DIGIT;
  return letter < 128 ? 0 : FIRST_OTHER + ((Math.imul(letter, 0x9e3779b1) >>> 16) % (UNITS - FIRST_OTHER));
}

function isAscii(word: string): boolean {
  for (let place = 0; place < word.length; place++) if (word.charCodeAt(place) >= 128) return false;
  return true;
}

/** Letters and digits without marks. */
function plain(word: string): string {
  // A word is as long as its writer liked; its end would be cut off anyway.
  return word
    .slice(0, 4 * MOST_UNITS)
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/[ßæðøþđħıłœŧ]/g, (letter) => PLAIN[letter]);
}
