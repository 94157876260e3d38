import type { AnswerRules } from '../../../gateway/answer/answer-rules.js';
import type { SameIntents } from '../../../training/corpus/corpus-row.js';
import { foldedInterpretation } from '../../../training/evaluation/folded-intents.js';
import type { Reference, Scored } from '../../../training/metrics/scored.js';
import { NOBODY } from '../../../training/metrics/steal-matrix.js';
import { type CallerAnswer, callerAnswer, type DomainAnswer } from './caller-answer.js';
import { type Asked, textsOf } from './question.js';

/** The answers to one question: by the active versions, and by them with one domain's candidate in place. */
export interface SideBySide {
  readonly active: CallerAnswer;
  readonly candidate: CallerAnswer;
}

/**
 * What the active versions and one domain's candidate make of the same questions, in their order: one answer for each text of
 * a question (`textsOf`).
 */
export interface AnswersOfDomains {
  readonly candidate: {
    readonly manifest: { readonly domain: string };
    readonly interpretations: readonly DomainAnswer[];
  };
  /** By domain. */
  readonly active: ReadonlyMap<string, readonly DomainAnswer[]>;
}

/**
 * Answers every question both ways, as a gateway would.
 * @param interpretations of the same questions in the same order
 */
export function sideBySide(
  questions: readonly Asked[],
  { candidate, active }: AnswersOfDomains,
  rules: AnswerRules,
): SideBySide[] {
  const replaced = new Map([...active, [candidate.manifest.domain, candidate.interpretations]]);
  const answerOf = (question: Asked, all: ReadonlyMap<string, readonly DomainAnswer[]>, start: number) => {
    const byText = textsOf(question).map(
      (_, place) => new Map([...all].map(([domain, column]) => [domain, column[start + place]])),
    );
    return callerAnswer(question, byText, rules);
  };
  let next = 0;
  return questions.map((question) => {
    const start = next;
    next += textsOf(question).length;
    return { active: answerOf(question, active, start), candidate: answerOf(question, replaced, start) };
  });
}

/** Scored as a wrong answer of confidence 0 where no domain offers one, so that both sides are measured on all utterances. */
const NO_HYPOTHESIS = { domain: NOBODY, intent: '', slots: [], confidence: 0 };

/**
 * Both sides as metrics take them: the first reading with its posterior, and whether it was accepted. The references are
 * the same objects, since comparison pairs by identity. Intents that a row's corpus does not tell apart are the corpus's.
 */
export function scoredSides(
  rows: readonly (Reference & { readonly sameIntents?: SameIntents | undefined })[],
  sides: readonly SideBySide[],
): Record<keyof SideBySide, Scored[]> {
  const references = rows.map(({ domain, intent, slots, sameIntents }) =>
    foldedInterpretation({ domain, intent, slots }, domain, sameIntents),
  );
  const side = (name: keyof SideBySide) =>
    sides.map((pair, index) => {
      const { decision, first } = pair[name];
      const { domain, sameIntents } = rows[index];
      const shown = first ? { ...first, confidence: first.posterior } : NO_HYPOTHESIS;
      const hypotheses = [foldedInterpretation(shown, domain, sameIntents)];
      return { reference: references[index], hypotheses, accepted: decision !== 'REJECT' };
    });
  return { active: side('active'), candidate: side('candidate') };
}
