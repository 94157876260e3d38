import { normalisedValue } from '../../answer/readings.js';

/** An article before a name: people leave it out. */
const article = /^(?:the|an?) /u;

const plain = (words: string) => normalisedValue(words).replace(article, '');

/** Whether two names are the same words, in any case and spacing, with or without an article before them. */
export function areSameWords(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

/** Whether a name is all of another, or whole words of it: "coltrane" of "John Coltrane". */
export function isSaidBy(name: string, words: string): boolean {
  return ` ${plain(words)} `.includes(` ${plain(name)} `);
}
