/** Number of features that are told apart; others fall together. */
export const FEATURES = 16_384;
/** Words behind these are not looked at: a request says early whose it is. */
const MOST_WORDS = 32;

/**
 * The features of an utterance, each once and in [0, FEATURES): its words in lower case, each pair of neighbours, and the
 * last word as such.
 */
export function utteranceFeatures(utterance: string): number[] {
  const words = (utterance.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []).slice(0, MOST_WORDS);
  const features = new Set([bucketOf('bias')]);
  let before = '^';
  for (const word of words) {
    features.add(bucketOf(word));
    features.add(bucketOf(`${before} ${word}`));
    before = word;
  }
  features.add(bucketOf(`${before} $`));
  return [...features];
}

/** FNV-1a over UTF-16 code units, mixed so that the low bits depend on all of them. */
function bucketOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) % FEATURES;
}
