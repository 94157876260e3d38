import { readFileSync } from 'node:fs';
import { tokenize } from '../../../domains/core/text/tokenize.js';
import { parseJsonLines } from '../../../training/corpus/json-lines.js';
import type { RequestPair } from '../../../training/learning/rephrase/pair-features.js';
import { namesOf, relationOf } from '../../../training/learning/rephrase/pairs/corpus-pairs.js';

interface Expected {
  readonly decision: string;
  readonly domain?: string;
  readonly intent?: string;
  readonly slots?: Readonly<Record<string, string>>;
}

/**
 * Every two everyday requests of one intent that name different things: hard negatives by people who wrote none of the
 * carriers. No two of the collection name the same, so that it has no rephrases.
 */
export function householdPairs(file: string): RequestPair[] {
  const rows = parseJsonLines(readFileSync(file, 'utf8'), file).flatMap(({ value }) => {
    const [expected] = value.expect as Expected[];
    if (expected?.decision !== 'ACCEPT') return [];
    const names = namesOf(Object.entries(expected.slots ?? {}).map(([name, each]) => ({ name, value: each })));
    const words = tokenize(String(value.text)).map(({ text }) => text);
    return [{ words, names, intent: `${expected.domain}/${expected.intent}` }];
  });
  return rows.flatMap((row) =>
    rows
      .filter((other) => other.intent === row.intent && relationOf(row.names, other.names) === 'other')
      .map((other) => ({ first: row.words, second: other.words })),
  );
}
