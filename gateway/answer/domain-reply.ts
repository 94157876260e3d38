import type { Hypothesis } from './hypothesis.js';
import type { DomainEvidence } from './priors/title-shares.js';

/** One domain's reply to an utterance. */
export interface DomainReply<H extends Hypothesis = Hypothesis> extends DomainEvidence {
  /** Best first. */
  readonly hypotheses: readonly H[];
  /** True when the screen ended the utterance and the domain left its hypotheses out. */
  readonly hypothesesLeftOut: boolean;
  /** Words that people use for what the domain serves, such as "movie" and "watch"; only where a question was asked. */
  readonly media?: readonly string[] | undefined;
}
