import type { Hypothesis } from './hypothesis.js';
import type { DomainEvidence } from './priors/title-shares.js';

/** One domain's reply to an utterance. */
export interface DomainReply<H extends Hypothesis = Hypothesis> extends DomainEvidence {
  /** Best first; none, where the domain's screen ended the utterance and the query let it leave them out. */
  readonly hypotheses: readonly H[];
  /** Words that people use for what the domain serves, such as "movie" and "watch"; only where a question was asked. */
  readonly media?: readonly string[] | undefined;
}
