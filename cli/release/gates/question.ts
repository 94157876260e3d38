import type { Hypothesis } from '../../../domains/core/interpreter/hypothesis.js';
import type { WeighedHearing } from '../../../gateway/answer/hearings/weights.js';
import type { SentContext } from '../../../gateway/answer/priors/context.js';

/** A request of the past, or of a corpus. */
export interface Question {
  readonly text: string;
  /** The hearings that are interpreted in its place, likeliest first; absent where it came as one text. */
  readonly hearings?: readonly WeighedHearing[] | undefined;
  /** The caller's context, as it was sent. */
  readonly context?: SentContext | undefined;
  /** Hypotheses of the caller's own NLU, of any domain: they are ranked then, and the text is not interpreted anew. */
  readonly hypotheses?: readonly (Hypothesis & { readonly domain: string })[] | undefined;
}

/** The part of a question that an answer to it depends on. */
export interface Asked extends Pick<Question, 'text' | 'context' | 'hearings'> {
  readonly hypotheses?: readonly { readonly domain: string }[] | undefined;
}

/** The texts that are interpreted for a question: one, or each of its hearings. */
export function textsOf({ text, hearings }: Pick<Question, 'text' | 'hearings'>): readonly string[] {
  return hearings?.map((hearing) => hearing.text) ?? [text];
}
