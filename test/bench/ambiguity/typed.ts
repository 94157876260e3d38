import type { ActiveModels } from '../../../cli/release/gates/active-models.js';
import { interpretTexts } from '../../../cli/release/gates/interpret-texts.js';
import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import { answerInterpretations, plainQuery } from '../../../gateway/answer/answer-interpretations.js';
import { type AnswerRules, answerRules } from '../../../gateway/answer/answer-rules.js';
import type { Thresholds } from '../../../gateway/answer/decision.js';
import type { PriorTable } from '../../../gateway/answer/priors/prior-table.js';
import { type CorpusRow, OTHER } from '../../../training/corpus/corpus-row.js';

/** Effects of priors and thresholds on requests that say what they mean. */
export interface TypedFigures {
  /** Number of rows of a domain that have a title as a slot value; the shares are NaN where there is none. */
  readonly titles: number;
  /** Shares of those rows whose best hypothesis, and whose likeliest reading, is the right domain's. */
  readonly accuracy: number;
  readonly readingAccuracy: number;
  /** Shares of those rows whose user is asked which reading is meant, and that are rejected. */
  readonly asked: number;
  readonly rejected: number;
  /** Number of rows of no domain, and the share of them that is not rejected. */
  readonly others: number;
  readonly falseAccepts: number;
}

/**
 * Measures by the gateway's own steps, with no context known.
 * @param titleSlots names of the slots of any domain that hold titles
 */
export async function typedFigures(
  models: ActiveModels,
  rows: readonly CorpusRow[],
  titleSlots: ReadonlySet<string>,
  table: PriorTable,
  thresholds: Thresholds,
): Promise<TypedFigures> {
  const titled = rows.filter(
    ({ domain, slots }) => models.has(domain) && slots?.some(({ name }) => titleSlots.has(name)),
  );
  const others = rows.filter(({ domain }) => domain === OTHER);
  const rules = { ...answerRules(table), thresholds };
  const answers = async (asked: readonly CorpusRow[]) =>
    (
      await interpretTexts(
        models,
        asked.map(({ text }) => text),
      )
    ).map((interpretations) => answerOf(interpretations, rules));
  const [onTitled, onOthers] = [await answers(titled), await answers(others)];
  const share = (count: number, of: readonly unknown[]) => count / of.length;
  return {
    titles: titled.length,
    accuracy: share(onTitled.filter(({ domain }, index) => domain === titled[index].domain).length, titled),
    readingAccuracy: share(onTitled.filter(({ reading }, index) => reading === titled[index].domain).length, titled),
    asked: share(onTitled.filter(({ decision }) => decision === 'CLARIFY').length, titled),
    rejected: share(onTitled.filter(({ decision }) => decision === 'REJECT').length, titled),
    others: others.length,
    falseAccepts: share(onOthers.filter(({ decision }) => decision !== 'REJECT').length, others),
  };
}

/** The gateway's answer to an utterance without a context. */
function answerOf(interpretations: ReadonlyMap<string, Interpretation>, rules: AnswerRules) {
  const { decision, hypotheses, allReadings } = answerInterpretations(plainQuery(), interpretations, rules);
  return { domain: hypotheses[0]?.domain, reading: allReadings[0]?.domain, decision };
}
