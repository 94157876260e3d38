import { hashText } from '../../domains/core/numeric/hash.js';
import { tokenize } from '../../domains/core/text/tokenize.js';
import { AMBIGUOUS, type CorpusRow } from './corpus-row.js';

/** A way in which somebody asked for a title without a word for its medium. */
export interface RealCarrier {
  readonly intent: string;
  readonly slot: string;
  /** Words, in lower case, before and after the slot; not both are empty. */
  readonly before: string;
  readonly after: string;
  /** How many rows have it. */
  readonly rows: number;
}

/**
 * What a real carrier may be used for. Half are left to training, which does not take them: it cost more on typed
 * requests than it won on these. A quarter each is for simulated logs and for benchmarks.
 */
export type CarrierUse = 'training' | 'log' | 'benchmark';

/** A function of the words alone, so that whoever trains and whoever measures agree without a list. */
export function carrierUse({ before, after }: Pick<RealCarrier, 'before' | 'after'>): CarrierUse {
  const hash = hashText(`${before}{}${after}`) >>> 9;
  if ((hash & 1) === 0) return 'training';
  return (hash & 2) === 0 ? 'log' : 'benchmark';
}

/** The carriers of a corpus's ambiguous rows that have one slot, in the order of their words. */
export function realCarriers(rows: readonly CorpusRow[]): RealCarrier[] {
  const found = new Map<string, RealCarrier>();
  for (const { domain, intent, text, slots } of rows) {
    if (domain !== AMBIGUOUS || slots?.length !== 1) continue;
    const { name: slot, start, end } = slots[0];
    const codePoints = Array.from(text);
    const before = spoken(codePoints.slice(0, start).join(''));
    const after = spoken(codePoints.slice(end).join(''));
    if (before === '' && after === '') continue;
    const key = JSON.stringify([before, after, intent, slot]);
    found.set(key, { intent, slot, before, after, rows: (found.get(key)?.rows ?? 0) + 1 });
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, carrier]) => carrier);
}

/** What a recogniser would write of a text: the words in lower case, without punctuation. */
export function spoken(text: string): string {
  return tokenize(text)
    .map((token) => token.text)
    .join(' ');
}
