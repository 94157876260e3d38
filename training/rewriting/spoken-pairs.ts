import { join } from 'node:path';
import { readSpokenPairs } from '../recognition-noise/spoken-pairs.js';
import type { SaidAndHeard } from './same-meaning-trainer.js';

/** What was said, and what a recogniser heard of it: Phoneme-BERT's, which may be shipped from. */
export function spokenPairs(data: string): SaidAndHeard[] {
  return readSpokenPairs(join(data, 'asr/phoneme.jsonl')).map(({ said, heard }) => ({
    said: said.join(' '),
    heard: heard.join(' '),
  }));
}
