import { readFileSync } from 'node:fs';
import { tokenize } from '../../domains/core/text/tokenize.js';
import { NluError } from '../../serving/errors.js';
import { parseJsonLines, requireString } from '../corpus/json-lines.js';
import { rowError } from '../corpus/row-error.js';
import type { SpokenPair } from './learn-noise.js';

/**
 * Reads what was said and what was heard: JSON Lines with `text` and `heard`; other fields are ignored. Both sides become
 * words as an utterance does, so that case and punctuation count for nothing. Rows without a word on either side are left
 * out.
 * @throws NluError INVALID_ARGUMENT naming file, line and field; for a file without rows, too
 */
export function readSpokenPairs(file: string): SpokenPair[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `--pairs ${file}: cannot be read (${(cause as Error).message})`, { cause });
  }
  const pairs = parseJsonLines(text, file)
    .map((row) => ({ said: words(requireString(row, 'text', file)), heard: words(requireString(row, 'heard', file)) }))
    .filter(({ said, heard }) => said.length > 0 && heard.length > 0);
  if (pairs.length === 0) throw rowError(file, 1, 'no row with words; one line is {"text": "…", "heard": "…"}');
  return pairs;
}

function words(text: string): string[] {
  return tokenize(text).map((token) => token.text);
}
