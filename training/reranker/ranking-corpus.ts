import type { Hypothesis } from '../../domains/core/interpreter/hypothesis.js';
import { slotsOfSpans } from '../../domains/core/interpreter/slot-spans.js';
import type { TaggedHypothesis } from '../../domains/core/recognizer/recognizer.js';
import type { EvidencedList } from '../../domains/core/reranker/candidate-list.js';
import { slotUse } from '../../domains/core/reranker/slot-weights.js';
import { OTHER } from '../corpus/corpus-row.js';
import type { DomainExample } from '../examples/domain-corpus.js';
import { isRight } from '../metrics/interpretation-match.js';
import type { Reference } from '../metrics/scored.js';
import { hypothesisSemer } from '../metrics/semer.js';
import type { RankingExample } from './losses/ranking-example.js';

/** One domain's list for an utterance that none of its models had seen. */
export interface HeldOutList extends EvidencedList {
  /** Whether the utterance asks for a title of the domain's catalogue: then no screen ends it. */
  readonly asksForTitle: boolean;
}

/** The right answer to an example for one domain: another domain's utterance is `other` to it. */
export function referenceOf(example: DomainExample, domain: string): Reference {
  const { isInDomain, intent, spans, tokens, text } = example;
  if (!isInDomain) return { domain: OTHER, intent: '', slots: undefined };
  return { domain, intent, slots: spans && slotsOfSpans(spans, tokens, text) };
}

/** A recognizer's hypothesis with its domain, before re-ranking. */
export interface OfferedHypothesis extends Hypothesis {
  readonly domain: string;
}

/** A recognizer's list as metrics read it, in its own order. */
export function offeredHypotheses(
  { tokens, text }: DomainExample,
  domain: string,
  hypotheses: readonly TaggedHypothesis[],
): OfferedHypothesis[] {
  return hypotheses.map(({ intent, spans, scores }) => ({
    domain,
    intent,
    slots: slotsOfSpans(spans, tokens, text),
    scores,
  }));
}

/** A hypothesis with its confidence by a re-ranker that had not seen the utterance. */
export interface HeldOutHypothesis extends OfferedHypothesis {
  readonly confidence: number;
}

/** Offered hypotheses with their confidences `[n]`, best first. */
export function scoredHypotheses(
  offered: readonly OfferedHypothesis[],
  confidences: ArrayLike<number>,
): HeldOutHypothesis[] {
  return offered
    .map((hypothesis, index) => ({ ...hypothesis, confidence: confidences[index] }))
    .sort((a, b) => b.confidence - a.confidence);
}

/** The re-ranker's training example of a held-out list; `offered` are its hypotheses as metrics read them. */
export function rankingExample(
  example: DomainExample,
  domain: string,
  { hypotheses: tagged, evidence }: EvidencedList,
  offered: readonly OfferedHypothesis[],
): RankingExample {
  const reference = referenceOf(example, domain);
  const hypotheses = offered.map((hypothesis) => ({ ...hypothesis, confidence: 0 }));
  return {
    evidence,
    right: hypotheses.findIndex((hypothesis) => isRight(reference, hypothesis)),
    cost: Float64Array.from(hypotheses, (hypothesis) => hypothesisSemer(reference, hypothesis)),
    isInDomain: example.isInDomain,
    annotated: !example.isInDomain || example.spans !== undefined,
    weight: example.weight,
    slots: tagged.map(({ intent, spans }) =>
      spans.map(({ slot, start, end }) => ({ use: slotUse(intent, slot), words: end - start })),
    ),
  };
}
