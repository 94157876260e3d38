import { spansOfSlots } from '../../domains/core/interpreter/slot-spans.js';
import { unquotedSpans } from '../../domains/core/interpreter/unquoted.js';
import type { Span } from '../../domains/core/recognizer/labels.js';
import type { DomainSchema } from '../../domains/core/schema/schema.js';
import { type Token, tokenize } from '../../domains/core/text/tokenize.js';
import { AMBIGUOUS, type CorpusRow, type SameIntents } from '../corpus/corpus-row.js';

/** A corpus row as an example for one domain. */
export interface DomainExample {
  readonly id: string;
  readonly text: string;
  /** The text that decides the fold in which the row is held out. */
  readonly group: string;
  /** The corpus that the row comes from. */
  readonly source: string;
  readonly tokens: readonly Token[];
  /** Normalised token texts of `text`. */
  readonly words: readonly string[];
  /** Whether the utterance is the domain's. */
  readonly isInDomain: boolean;
  /** Empty where the row is another domain's, or its intent is not one of the domain's schema. */
  readonly intent: string;
  /** Which intents count as the row's where answers are scored; absent where only its own does. */
  readonly sameIntents?: SameIntents;
  /** Absent where the row is another domain's, or has no slot annotation. */
  readonly spans: readonly Span[] | undefined;
  /**
   * The row's values that other slots of the domain could have as well, under those slots' names (`SharedSlots`);
   * absent where there are none.
   */
  readonly shared?: readonly Span[];
  /**
   * How many utterances this row stands for: the inverse of its source's sampling rate; 0 for a row that the domain
   * left out, which gets out-of-fold scores but is never trained on.
   */
  readonly weight: number;
  /** P(the row's label is right), in (0, 1]; absent: 1. */
  readonly belief?: number;
}

/**
 * Slot -> the slots whose values it could hold as well, in other domains' rows and, under another name, in the domain's
 * own.
 */
export type SharedSlots = Readonly<Record<string, readonly string[]>>;

/**
 * The rows as one domain's examples, in order. Rows of no certain domain ('ambiguous') are left out.
 * Rows must carry their domain (`assigned`).
 */
export function domainExamples(
  rows: readonly CorpusRow[],
  schema: DomainSchema,
  weight: (row: CorpusRow) => number = () => 1,
  sharedSlots: SharedSlots = {},
): DomainExample[] {
  const intents = new Set(schema.intents.map((intent) => intent.name));
  return rows
    .filter((row) => row.domain !== AMBIGUOUS)
    .map((row) => {
      const tokens = tokenize(row.text);
      const isInDomain = row.domain === schema.domain;
      const known = isInDomain && intents.has(row.intent);
      const shared = Object.entries(sharedSlots).flatMap(([name, held]) => {
        const lent = (row.slots ?? []).filter(
          (slot) => held.includes(slot.name) && !(isInDomain && slot.name === name),
        );
        return spansOfSlots(lent, tokens).map((span) => ({ ...span, slot: name }));
      });
      return {
        id: row.id,
        text: row.text,
        group: row.group ?? row.text,
        source: row.source,
        tokens,
        words: tokens.map((token) => token.text),
        isInDomain,
        intent: known ? row.intent : '',
        ...(known && row.sameIntents && { sameIntents: row.sameIntents }),
        spans: known && row.slots ? unquotedSpans(spansOfSlots(row.slots, tokens), tokens, row.text) : undefined,
        ...(shared.length > 0 && { shared }),
        weight: weight(row),
        ...(row.belief !== undefined && { belief: row.belief }),
      };
    });
}
