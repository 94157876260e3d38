import { hashText } from '../../../numeric/hash.js';
import { type AskingWords, UNSAID } from './asking-words.js';

/** How soon further occurrences of a term in a name add no more (BM25's k3; Robertson, Walker 1994). */
const K3 = 8;

/**
 * What the words of a query are: the name of what is meant, every word of which counts, or a description of it, in which
 * most words are beside the point ("i read this book in middle school").
 */
export type QueryStyle = 'name' | 'description';

/**
 * What one term of a query weighs against the others, above 0.
 * - In a name: its idf in the catalogue, times (k3 + 1) n / (k3 + n) for n occurrences.
 * - In a description: (1 + ln n) idf²/most s. The idf stands on both sides, the query's and the entity's (Salton, Buckley
 *   1988: tf-idf of queries), and s in (0, 1] is how seldom people say the word when they ask for anything.
 * @param times n, at least 1
 * @param idf of the term in the catalogue
 * @param mostIdf that of a term of a single row
 */
export function termWeight(
  term: string,
  times: number,
  idf: number,
  mostIdf: number,
  style: QueryStyle,
  asking: AskingWords,
): number {
  if (style === 'name') return (idf * (K3 + 1) * times) / (K3 + times);
  const seldom = (asking.get(hashText(term)) || UNSAID) / UNSAID;
  return (1 + Math.log(times)) * idf * (idf / mostIdf) * seldom;
}
