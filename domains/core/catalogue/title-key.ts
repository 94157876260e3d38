import { combine, hashText } from '../recognizer/hash.js';

const ARTICLES = new Set(['the', 'a', 'an']);
/** Words and Roman numerals that stand for numbers in titles; "i" and "v" are words more often than numbers. */
const NUMBERS = new Map(
  [
    ['one'],
    ['two', 'ii'],
    ['three', 'iii'],
    ['four', 'iv'],
    ['five'],
    ['six', 'vi'],
    ['seven', 'vii'],
    ['eight', 'viii'],
    ['nine', 'ix'],
    ['ten', 'x'],
  ].flatMap((forms, index) => forms.map((form) => [form, String(index + 1)] as const)),
);

/** How near a string is to a title: the same but for articles, "and" and ways to write numbers; or alike in sound only. */
export type Nearness = 'exact' | 'loose';
const TAG: Record<Nearness, number> = { exact: 1, loose: 2 };

/** The fingerprint under which a string's normalised words stand in an index; undefined for a string of no words. */
export function titleKey(words: readonly string[], nearness: Nearness): number | undefined {
  const core = words.filter((word) => word !== '&' && word !== 'and').map((word) => NUMBERS.get(word) ?? word);
  const first = core.length > 1 && ARTICLES.has(core[0]!) ? 1 : 0;
  const kept = core.slice(first);
  if (kept.length === 0) return undefined;
  const text = nearness === 'exact' ? kept.join(' ') : skeleton(kept.join(''));
  return text === '' ? undefined : combine(TAG[nearness], hashText(text));
}

/**
 * What is left of a title when a recogniser mishears a letter or two: consonants, like-sounding ones made one, doubled ones
 * single; digits and letters of other scripts as they are.
 */
function skeleton(text: string): string {
  const plain = text.normalize('NFD').replace(/[^\p{L}\p{N}]/gu, '');
  return plain
    .replace(/ph/g, 'f')
    .replace(/[ck]+|q/g, 'k')
    .replace(/z/g, 's')
    .replace(/(?<=.)[aeiouyhw]/g, '')
    .replace(/^[aeiouy]/, 'a')
    .replace(/(.)\1+/g, '$1');
}
