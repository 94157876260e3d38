import type { Scores, Slot } from '../../domains/core/interpreter/hypothesis.js';
import { slotsOfSpans } from '../../domains/core/interpreter/slot-spans.js';
import type { Judged } from '../../domains/core/reranker/evidence.js';
import { slotUse } from '../../domains/core/reranker/slot-weights.js';
import { OTHER } from '../corpus/corpus-row.js';
import type { DomainExample } from '../examples/domain-corpus.js';
import { isRight } from '../metrics/interpretation-match.js';
import type { Reference } from '../metrics/scored.js';
import { hypothesisSemer } from '../metrics/semer.js';
import type { HeldOut } from '../run/fold-task.js';
import type { RankingExample } from './losses/ranking-example.js';

/** What a domain's example means to that domain: another domain's utterance is `other` to it. */
export function referenceOf(example: DomainExample, domain: string): Reference {
  const { mine, intent, spans, tokens, text } = example;
  if (!mine) return { domain: OTHER, intent: '', slots: undefined };
  return { domain, intent, slots: spans && slotsOfSpans(spans, tokens, text) };
}

/** A hypothesis of a recognizer, no re-ranker having said anything of it. */
export interface OfferedHypothesis {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly Slot[];
  readonly scores: Scores;
}

/** A recognizer's list as metrics read it, in its own order. */
export function offeredHypotheses(
  { tokens, text }: DomainExample,
  domain: string,
  hypotheses: readonly Judged[],
): OfferedHypothesis[] {
  return hypotheses.map(({ intent, spans, scores }) => ({
    domain,
    intent,
    slots: slotsOfSpans(spans, tokens, text),
    scores,
  }));
}

/** An offered hypothesis with what a re-ranker makes of it. */
export interface HeldOutHypothesis extends OfferedHypothesis {
  readonly confidence: number;
}

/** Offered hypotheses with their confidences `[n]`, best first. */
export function scoredHypotheses(
  offered: readonly OfferedHypothesis[],
  confidences: ArrayLike<number>,
): HeldOutHypothesis[] {
  return offered
    .map((hypothesis, index) => ({ ...hypothesis, confidence: confidences[index]! }))
    .sort((a, b) => b.confidence - a.confidence);
}

/** The re-ranker's training example of a held-out list; `offered` are its hypotheses as metrics read them. */
export function rankingExample(
  example: DomainExample,
  domain: string,
  { hypotheses: judged, evidence }: Pick<HeldOut, 'hypotheses' | 'evidence'>,
  offered: readonly OfferedHypothesis[],
): RankingExample {
  const reference = referenceOf(example, domain);
  const hypotheses = offered.map((hypothesis) => ({ ...hypothesis, confidence: 0 }));
  return {
    evidence,
    right: hypotheses.findIndex((hypothesis) => isRight(reference, hypothesis)),
    cost: Float64Array.from(hypotheses, (hypothesis) => hypothesisSemer(reference, hypothesis)),
    mine: example.mine,
    annotated: !example.mine || example.spans !== undefined,
    weight: example.weight,
    slots: judged.map(({ intent, spans }) =>
      spans.map(({ slot, start, end }) => ({ use: slotUse(intent, slot), words: end - start })),
    ),
  };
}
