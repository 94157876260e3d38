import { anyDomain } from '../../gateway/answer/any-domain.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import type { Scores } from '../../serving/hypothesis.js';
import type { CorpusRow } from '../corpus/corpus-row.js';
import type { Reference, ScoredHypothesis } from '../metrics/scored.js';
import { foldedInterpretation } from './folded-intents.js';

/** A hypothesis as the stack served it, with the recognizer's raw scores. */
export interface InterpretedHypothesis extends ScoredHypothesis {
  readonly scores: Scores;
}

/** A corpus row beside the reply that the stack gave to it. */
export interface Interpreted {
  readonly id: string;
  readonly text: string;
  readonly reference: Reference;
  /** Best first by confidence, no prior applied, unfiltered. */
  readonly hypotheses: readonly InterpretedHypothesis[];
  /** P(in domain), in [0, 1]: the probability that the utterance is any domain's, as the gateway decides by it. */
  readonly inDomain: number;
  /** Whether the gateway did not reject it, so that it is acted on or asked about. */
  readonly accepted: boolean;
}

/**
 * A row, whose domain is assigned, with a reply that was asked for without priors. Intents that the row's corpus does not tell
 * apart are the corpus's, on both sides.
 */
export function interpretedRow(row: CorpusRow, reply: InterpretResponse__Output): Interpreted {
  const { id, text, domain, intent, slots, sameIntents } = row;
  const folded = <One extends Reference>(one: One) => foldedInterpretation(one, domain, sameIntents);
  return {
    id,
    text,
    reference: folded({ domain, intent, slots }),
    hypotheses: reply.hypotheses.map((hypothesis) =>
      folded({
        domain: hypothesis.domain,
        intent: hypothesis.intent,
        slots: hypothesis.slots.map(({ name, value }) => ({ name, value })),
        confidence: hypothesis.confidence,
        scores: { domain: 0, intent: 0, slot: 0, ...hypothesis.scores },
      }),
    ),
    inDomain: anyDomain(reply.domains.map((status) => status.inDomain)),
    accepted: reply.decision !== 'DECISION_REJECT',
  };
}
