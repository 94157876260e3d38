import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import { answerInterpretations, plainQuery } from '../../../gateway/answer/answer-interpretations.js';
import type { AnswerRules } from '../../../gateway/answer/answer-rules.js';
import { Claims } from '../../../gateway/answer/claims/claims.js';
import { expectedCalibrationError } from '../../../training/metrics/calibration.js';

/** The requests of a corpus, each text once, and every domain's interpretation of each. */
export interface Requests {
  readonly name: string;
  readonly texts: readonly string[];
  readonly interpretations: readonly ReadonlyMap<string, Interpretation>[];
}

/** What is answered while one domain is away. */
export interface DomainAbsence {
  readonly absent: string;
  /** Requests that the domain wins when all are there: its hypothesis is the first of an answer that rejects nothing. */
  readonly won: number;
  /** Their numbers by what is answered without it. */
  readonly rejected: number;
  readonly accepted: number;
  readonly asked: number;
  readonly undecided: number;
  /** Requests that are rejected when all are there, and those of them that still are. */
  readonly others: number;
  readonly othersRejected: number;
  /** Requests that a present domain wins, and those of them with the same decision. */
  readonly present: number;
  readonly presentSame: number;
  /** Mean missing_domain_risk, and the share of requests that the domain wins; both in [0, 1]. */
  readonly meanRisk: number;
  readonly trueShare: number;
  /** Expected calibration error of missing_domain_risk, in [0, 1]. */
  readonly ece: number;
}

/** The figures of one corpus, each domain away in turn. */
export interface CorpusAbsence {
  readonly name: string;
  readonly requests: number;
  readonly domains: readonly DomainAbsence[];
}

/**
 * Answers each request whole, and without each domain in turn. A gateway's claims are its own for every outage: they start
 * from the table and learn from the replies of the domains that are there, as in service.
 * @param fitted the table of claims; undefined: none
 */
export function absence(
  { name, texts, interpretations }: Requests,
  fitted: ReadonlyMap<string, Float32Array> | undefined,
  rules: AnswerRules,
): CorpusAbsence {
  const query = plainQuery();
  const whole = interpretations.map((all) => {
    const { decision, hypotheses } = answerInterpretations(query, all, rules);
    return { decision, winner: decision === 'REJECT' ? undefined : hypotheses[0]?.domain };
  });
  const names = [...(interpretations[0]?.keys() ?? [])];
  return { name, requests: texts.length, domains: names.map(without) };

  function without(absent: string): DomainAbsence {
    const claims = new Claims(fitted);
    const answers = texts.map((text, index) => {
      const left = new Map([...interpretations[index]!].filter(([domain]) => domain !== absent));
      const answer = answerInterpretations(query, left, rules, claims.absent(text, [absent]));
      claims.learn(text, left);
      return { ...whole[index]!, without: answer.decision, risk: answer.missingRisk };
    });
    const won = answers.filter(({ winner }) => winner === absent);
    const others = answers.filter(({ winner }) => winner === undefined);
    const present = answers.filter(({ winner }) => winner !== undefined && winner !== absent);
    const count = (decision: string) => won.filter((one) => one.without === decision).length;
    return {
      absent,
      won: won.length,
      rejected: count('REJECT'),
      accepted: count('ACCEPT'),
      asked: count('CLARIFY'),
      undecided: count('UNDECIDED'),
      others: others.length,
      othersRejected: others.filter((one) => one.without === 'REJECT').length,
      present: present.length,
      presentSame: present.filter((one) => one.without === one.decision).length,
      meanRisk: answers.reduce((sum, { risk }) => sum + risk, 0) / answers.length,
      trueShare: won.length / answers.length,
      ece: expectedCalibrationError({
        confidences: Float64Array.from(answers, ({ risk }) => risk),
        rights: Float64Array.from(answers, ({ winner }) => Number(winner === absent)),
        utterances: Int32Array.from(answers.keys()),
      }),
    };
  }
}
