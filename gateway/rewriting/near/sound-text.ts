import { doubleMetaphone } from 'double-metaphone';

/** Words whose sounds are kept at most: whoever speaks longer says nothing twice. */
const MOST_WORDS = 24;
const MOST_CACHED = 20_000;

const cached = new Map<string, string>();

/**
 * What a text sounds like: the consonants of its words after Philips's Double Metaphone, without blanks, since recognisers put
 * word boundaries where they like. Words that were not recognised, such as `<unk>`, have no sound.
 * @param text in lower case with single blanks
 */
export function soundText(text: string): string {
  let sound = '';
  for (const word of text.split(' ', MOST_WORDS)) sound += soundOf(word);
  return sound;
}

function soundOf(word: string): string {
  const known = cached.get(word);
  if (known !== undefined) return known;
  // Vowels count only at the beginning of a word, where codes have an A for any of them.
  const sound = /^<.*>$/u.test(word) ? '' : `${doubleMetaphone(word)[0]}${/\d/u.test(word) ? digits(word) : ''}`;
  if (cached.size >= MOST_CACHED) cached.clear();
  cached.set(word, sound);
  return sound;
}

/** Digits have no code; they are told apart as they stand. */
const digits = (word: string) => word.replace(/\D/gu, '');
