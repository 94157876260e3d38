import type { CustomerDocument } from '../document/customer-document.js';
import { type OwnText, ownProbability } from '../document/own-text.js';

/** Texts of a customer, and UTF-8 bytes of all of them, at most: those that were said last stay. */
const MOST_TEXTS = 200;
const MOST_BYTES = 16 * 1024;
/** A text that goes wrong more often is forgotten. */
const LEAST = 0.4;
/** Outcomes that are counted of a text, so that what is so now outweighs what was so long ago. */
const MOST_COUNTED = 20;

/**
 * A customer's document after an answer to some words turned out right or wrong; undefined: it stays as it is. Words are kept from
 * their first success on.
 * @param text in lower case with single blanks
 * @param time of the outcome, ISO 8601
 */
export function withOwnText(
  document: CustomerDocument,
  text: string,
  isRight: boolean,
  time: string,
): CustomerDocument | undefined {
  const before = document.texts.find((each) => each.text === text);
  if (!before && (!isRight || Buffer.byteLength(text) > MOST_BYTES)) return undefined;
  const others = document.texts.filter((each) => each !== before);
  const counted = after(before ?? { text, successes: 0, failures: 0, last: time }, isRight, time);
  const texts = counted && ownProbability(counted) >= LEAST ? latest([...others, counted]) : others;
  return { ...document, texts };
}

/** Undefined where nothing speaks for it any more. */
function after({ text, successes, failures }: OwnText, isRight: boolean, last: string): OwnText | undefined {
  let counts = { successes: successes + (isRight ? 1 : 0), failures: failures + (isRight ? 0 : 1) };
  if (counts.successes + counts.failures > MOST_COUNTED) {
    counts = { successes: counts.successes >> 1, failures: counts.failures >> 1 };
  }
  return counts.successes > 0 ? { text, ...counts, last } : undefined;
}

/** The latest stand last. */
function latest(texts: readonly OwnText[]): OwnText[] {
  let bytes = 0;
  let first = texts.length;
  while (first > 0 && texts.length - first < MOST_TEXTS) {
    bytes += Buffer.byteLength(texts[first - 1]!.text);
    if (bytes > MOST_BYTES) break;
    first--;
  }
  return texts.slice(first);
}
