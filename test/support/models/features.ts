import { type RareWord, tokenFeatureRows, utteranceFeatureRow } from '../../../domains/core/recognizer/features.js';

/** The fingerprints of each token's features: one list per token, in token order. */
export function tokenFeatures(words: readonly string[], isRare: RareWord): number[][] {
  const rows = tokenFeatureRows(words, isRare);
  return words.map((_, index) => rows.row(index));
}

/** The fingerprints of an utterance's features, each once. */
export function utteranceFeatures(words: readonly string[]): number[] {
  return [...new Set(utteranceFeatureRow(words).row(0))];
}
