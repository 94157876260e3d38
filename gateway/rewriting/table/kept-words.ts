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

/**
 * Whether a rewrite leaves alone what must stay: every number and every negation is in both texts, equally often. A number is
 * the same in digits and as a word.
 * @param from,to in lower case with single blanks
 */
export function keepsWords(from: string, to: string): boolean {
  return keptOf(from) === keptOf(to);
}

function keptOf(text: string): string {
  return text
    .split(' ')
    .flatMap((word) => {
      const number = numberOf(word) ?? (/\d/u.test(word) ? word.replace(/(?<=\d)(?:st|nd|rd|th)$/u, '') : undefined);
      if (number !== undefined) return [String(number)];
      return NEGATIONS.has(word) ? [word.replace('dont', "don't")] : [];
    })
    .sort()
    .join(' ');
}
