import type { Slot } from '../../serving/hypothesis.js';

export type { Slot };

/** The domain of rows that no domain of ours should answer. */
export const OTHER = 'other';
/** The domain of rows whose text alone does not say which domain is meant ("find family plot"). */
export const AMBIGUOUS = 'ambiguous';

/** The source of rows that recipes generate. */
export const GENERATED = 'generated';
/** The source of rows that were learned from use. */
export const LEARNED = 'learned';

/** Whether a row of this source was annotated by people: what figures are measured on. */
export function isAnnotated({ source }: { readonly source: string }): boolean {
  return source !== GENERATED && source !== LEARNED;
}

/** Intents of a domain that count as one where a corpus has a single intent for them, as the domain's schema says. */
export interface SameIntents {
  /** The corpus's intent. */
  readonly corpusIntent: string;
  /** The domain's intents that count as it. */
  readonly intents: readonly string[];
  /** The corpus's names of those intents' slots, by the domain's; what is absent is named alike. */
  readonly slots: Readonly<Record<string, string>>;
}

/** One annotated utterance, whatever format it was read from. */
export interface CorpusRow {
  readonly id: string;
  readonly text: string;
  readonly intent: string;
  /** A domain's name, `other`, `ambiguous`, or '' where the corpus does not say. */
  readonly domain: string;
  /** In order of `start`, in Unicode code points of `text`; undefined where the corpus annotates no slots. */
  readonly slots: readonly Slot[] | undefined;
  /** A text whose fold this row shares, where it is made of a row with that text; its own text otherwise. */
  readonly group?: string | undefined;
  /** P(the annotation is right), in (0, 1]: what the row weighs in training; absent: 1, as of people's. */
  readonly belief?: number | undefined;
  /** Which intents count as the row's where answers are scored; absent where only its own does. Training ignores it. */
  readonly sameIntents?: SameIntents | undefined;
  /** The file that the row was read from, as it was named by the caller. */
  readonly source: string;
  /** Where the row stands, `file:line` with the line from 1, where its form tells; for messages. */
  readonly place?: string | undefined;
}
