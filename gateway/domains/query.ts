import type { CheckedRawHypothesis } from '../../serving/checks/hypothesis.js';
import type { InterpretedQuery } from '../answer/answer-interpretations.js';
import type { WeighedHearing } from '../answer/hearings/weights.js';
import type { EncodedHypothesis } from './replies/encoded-reply.js';

/** A checked request: what Interpret and Rerank have in common. */
export interface Query extends InterpretedQuery<EncodedHypothesis> {
  readonly requestId: string;
  /** What the user said; of several hearings the likeliest. */
  readonly utterance: string;
  /** Code points of the utterance. */
  readonly textLength: number;
  /** The domains to ask, each once, in the configured order; at least one. */
  readonly domains: readonly string[];
  /** Domain, the name of its catalogue, or `priors`, to pinned bundle version. */
  readonly versions: ReadonlyMap<string, string>;
  readonly applyPriors: boolean;
  /** Where trials of other versions find it, 0 to 9999: the same for all rounds, and for all requests of a customer. */
  readonly trialBucket: number;
  /** Whether other words may be interpreted instead. */
  readonly rewrite: boolean;
  /** Whether domains shall look in their catalogues for what slots mean. */
  readonly resolve: boolean;
  /** The hearings to interpret, likeliest first; absent where the utterance came as one text. */
  readonly hearings?: readonly WeighedHearing[];
  /** Who asks, as far as the request says; absent where it says nothing. */
  readonly asker?: Asker;
  /** Whether the customer's preferences count; absent: they do not. */
  readonly applyPreferences?: boolean;
}

/** Who a request comes from, in the caller's own words. */
export interface Asker {
  readonly customer?: string;
  readonly session?: string;
  /** P(the device was spoken to), in [0, 1]. */
  readonly wakeConfidence?: number;
}

/** A hypothesis to be re-ranked, with its place in the caller's list. */
export interface PlacedHypothesis {
  readonly place: number;
  readonly hypothesis: CheckedRawHypothesis;
}

/** A checked Rerank request. */
export interface RerankQuery extends Query {
  /** Domain to its hypotheses, in the caller's order; never empty for a domain of `domains`. */
  readonly hypotheses: ReadonlyMap<string, readonly PlacedHypothesis[]>;
}
