import { numberOf } from '../../../serving/numeric/number-words.js';

/** Words that turn a request into its opposite. */
const NEGATIONS: ReadonlySet<string> = new Set([
  'not',
  'no',
  'never',
  'without',
  'except',
  'but',
  'stop',
  'cancel',
  'undo',
  "don't",
  "doesn't",
  "isn't",
  "won't",
  "can't",
  'dont',
]);

const NO_WORDS: ReadonlySet<string> = new Set();

/**
 * Whether a rewrite leaves alone what must stay: every number, every negation and every word that is kept is in both texts, equally
 * often. A number is the same in digits and as a word.
 * @param from,to in lower case with single blanks
 * @param kept further words that stay, such as the names of contacts
 */
export function keepsWords(from: string, to: string, kept: ReadonlySet<string> = NO_WORDS): boolean {
  return keptOf(from, kept) === keptOf(to, kept);
}

function keptOf(text: string, kept: ReadonlySet<string>): string {
  return text
    .split(' ')
    .flatMap((word) => {
      const number = numberOf(word) ?? (/\d/u.test(word) ? word.replace(/(?<=\d)(?:st|nd|rd|th)$/u, '') : undefined);
      if (number !== undefined) return [String(number)];
      if (kept.has(word)) return [word];
      return NEGATIONS.has(word) ? [word.replace('dont', "don't")] : [];
    })
    .sort()
    .join(' ');
}
