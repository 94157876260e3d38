import type { Judged } from '../domains/core/reranker/evidence.js';
import { slotsOfSpans } from '../domains/core/slot-spans.js';
import { OTHER } from './corpus/corpus-row.js';
import type { DomainExample } from './domain-corpus.js';
import type { InterpretedHypothesis } from './evaluation/interpreted.js';
import type { HeldOut } from './fold-task.js';
import type { RankingExample } from './losses/ranking-example.js';
import { isRight } from './metrics/interpretation-match.js';
import type { Reference } from './metrics/scored.js';
import { hypothesisSemer } from './metrics/semer.js';

/** What a domain's example means to that domain: another domain's utterance is `other` to it. */
export function referenceOf(example: DomainExample, domain: string): Reference {
  const { mine, intent, spans, tokens, text } = example;
  if (!mine) return { domain: OTHER, intent: '', slots: undefined };
  return { domain, intent, slots: spans && slotsOfSpans(spans, tokens, text) };
}

/** A held-out list as metrics read it; `confidences` `[n]`. Best first. */
export function scoredHypotheses(
  example: DomainExample,
  domain: string,
  hypotheses: readonly Judged[],
  confidences: ArrayLike<number>,
): InterpretedHypothesis[] {
  return hypotheses
    .map(({ intent, spans, scores }, index) => ({
      domain,
      intent,
      slots: slotsOfSpans(spans, example.tokens, example.text),
      scores,
      confidence: confidences[index]!,
    }))
    .sort((a, b) => b.confidence - a.confidence);
}

/** The re-ranker's training example of a held-out list. */
export function rankingExample(example: DomainExample, domain: string, heldOut: HeldOut): RankingExample {
  const reference = referenceOf(example, domain);
  const hypotheses = heldOut.hypotheses.map(({ intent, spans }) => ({
    domain,
    intent,
    slots: slotsOfSpans(spans, example.tokens, example.text),
    confidence: 0,
  }));
  return {
    evidence: heldOut.evidence,
    right: hypotheses.findIndex((hypothesis) => isRight(reference, hypothesis)),
    cost: Float64Array.from(hypotheses, (hypothesis) => hypothesisSemer(reference, hypothesis)),
    mine: example.mine,
    annotated: !example.mine || example.spans !== undefined,
    weight: example.weight,
  };
}
