import type { Hypothesis } from './hypothesis.js';
import type { DomainEvidence } from './priors/title-shares.js';

/** One domain's reply to an utterance. */
export interface DomainReply<H extends Hypothesis = Hypothesis> extends DomainEvidence {
  /** Best first. */
  readonly hypotheses: readonly H[];
  /** True when the domain has hypotheses that it was allowed to leave out, since its screen ended the utterance. */
  readonly hypothesesLeftOut: boolean;
}
