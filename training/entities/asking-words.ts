import { CountTable } from '../../domains/core/numeric/count-table.js';
import { hashText } from '../../domains/core/numeric/hash.js';
import { nameWords, searchTerms } from '../../domains/core/resolution/entities/name-words.js';
import { type AskingWords, UNSAID } from '../../domains/core/resolution/strategies/postings/asking-words.js';
import { trainingCorpora } from '../corpus/default-corpora.js';
import { readCorpus } from '../corpus/read-corpus.js';

/** Requests that have a word, at least, for it to be one that people ask with. */
const LEAST_REQUESTS = 25;

/**
 * Learns with which words people ask for anything at all, from requests of any kind. A word's weight is its inverse document
 * frequency among the requests, as a share of that of a word that none has.
 */
export function learnAskingWords(requests: Iterable<string>): AskingWords {
  const having = new Map<string, number>();
  let count = 0;
  for (const request of requests) {
    for (const term of new Set(searchTerms(nameWords(request)))) having.set(term, (having.get(term) ?? 0) + 1);
    count++;
  }
  const idf = (requestsWith: number) => Math.log(1 + (count - requestsWith + 0.5) / (requestsWith + 0.5));
  const weights = new Map<number, number>();
  for (const [term, requestsWith] of having) {
    if (requestsWith < LEAST_REQUESTS) continue;
    weights.set(hashText(term), Math.max(1, Math.round((UNSAID * idf(requestsWith)) / idf(0))));
  }
  return CountTable.fromMap(weights);
}

let learned: AskingWords | undefined;

/** The words of the requests that recognizers are trained on, or of the sample that ships; they are read once. */
export function trainedAskingWords(): AskingWords {
  learned ??= learnAskingWords(trainingCorpora().uses.flatMap(({ path }) => readCorpus(path).map(({ text }) => text)));
  return learned;
}
