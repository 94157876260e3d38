import { readFileSync } from 'node:fs';
import { sampleCorpora } from '../../../training/corpus/default-corpora.js';

/** Every text of the sample that ships, of all domains and of none: what a domain is asked behind a fan-out. */
export function sampleUtterances(): string[] {
  return sampleCorpora()
    .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
    .map((line) => (JSON.parse(line) as { text: string }).text);
}

/** `utterances` as texts of exactly `tokens` words each, by running them into one another. */
export function utterancesOfLength(utterances: readonly string[], tokens: number): string[] {
  const words = utterances.flatMap((text) => text.split(/\s+/u));
  return utterances.map((_, index) =>
    Array.from({ length: tokens }, (_, offset) => words[(index * tokens + offset) % words.length]).join(' '),
  );
}
