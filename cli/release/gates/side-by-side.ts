import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import type { AnswerRules } from '../../../gateway/answer/answer-rules.js';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import type { Scored } from '../../../training/metrics/scored.js';
import { NOBODY } from '../../../training/metrics/steal-matrix.js';
import type { BundleInterpretations } from './bundle-interpretations.js';
import { type CallerAnswer, callerAnswer } from './caller-answer.js';
import type { Question } from './question.js';

/** The answers to one question: by the active versions, and by them with one domain's candidate in place. */
export interface SideBySide {
  readonly active: CallerAnswer;
  readonly candidate: CallerAnswer;
}

/**
 * Answers every question both ways, as a gateway would.
 * @param interpretations of the same questions in the same order
 */
export function sideBySide(
  questions: readonly Question[],
  { candidate, active }: BundleInterpretations,
  rules: AnswerRules,
): SideBySide[] {
  const replaced = new Map([...active, [candidate.manifest.domain, candidate.interpretations]]);
  const answerOf = (question: Question, all: ReadonlyMap<string, readonly Interpretation[]>, index: number) =>
    callerAnswer(question, new Map([...all].map(([domain, column]) => [domain, column[index]])), rules);
  return questions.map((question, index) => ({
    active: answerOf(question, active, index),
    candidate: answerOf(question, replaced, index),
  }));
}

/** Scored as a wrong answer of confidence 0 where no domain offers one, so that both sides are measured on all utterances. */
const NO_HYPOTHESIS = { domain: NOBODY, intent: '', slots: [], confidence: 0 };

/**
 * Both sides as metrics take them: the first reading with its posterior, and whether it was accepted. The references are
 * the same objects, since comparison pairs by identity.
 */
export function scoredSides(
  rows: readonly CorpusRow[],
  sides: readonly SideBySide[],
): Record<keyof SideBySide, Scored[]> {
  const references = rows.map(({ domain, intent, slots }) => ({ domain, intent, slots }));
  const side = (name: keyof SideBySide) =>
    sides.map((pair, index) => {
      const { decision, first } = pair[name];
      const hypotheses = [first ? { ...first, confidence: first.posterior } : NO_HYPOTHESIS];
      return { reference: references[index], hypotheses, accepted: decision !== 'REJECT' };
    });
  return { active: side('active'), candidate: side('candidate') };
}
