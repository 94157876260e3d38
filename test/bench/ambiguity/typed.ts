import type { ActiveModels } from '../../../cli/release/gates/active-models.js';
import { interpretTexts } from '../../../cli/release/gates/interpret-texts.js';
import type { Interpretation } from '../../../domains/core/interpreter/hypothesis.js';
import { answerInterpretations, plainQuery } from '../../../gateway/answer/answer-interpretations.js';
import { type AnswerRules, answerRules } from '../../../gateway/answer/answer-rules.js';
import type { PriorTable } from '../../../gateway/answer/priors/prior-table.js';
import { type CorpusRow, OTHER } from '../../../training/corpus/corpus-row.js';

/** What priors and thresholds do to requests that say what is meant. */
export interface TypedFigures {
  /** Rows of a domain that hold a value of a title's slot; none, and the shares are NaN. */
  readonly titles: number;
  /** Their share whose best hypothesis is the right domain's, and their share whose likeliest reading is. */
  readonly accuracy: number;
  readonly readingAccuracy: number;
  /** Their share that is asked about, and that is rejected. */
  readonly asked: number;
  readonly rejected: number;
  /** Rows of no domain, and their share that is not rejected. */
  readonly others: number;
  readonly falseAccepts: number;
}

/** By the gateway's own steps, with no context known. @param titleSlots of any domain */
export async function typedFigures(
  models: ActiveModels,
  rows: readonly CorpusRow[],
  titleSlots: ReadonlySet<string>,
  table: PriorTable,
  threshold: number,
): Promise<TypedFigures> {
  const titled = rows.filter(
    ({ domain, slots }) => models.has(domain) && slots?.some(({ name }) => titleSlots.has(name)),
  );
  const others = rows.filter(({ domain }) => domain === OTHER);
  const rules = { ...answerRules(table), threshold };
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
    accuracy: share(onTitled.filter(({ domain }, index) => domain === titled[index]!.domain).length, titled),
    readingAccuracy: share(onTitled.filter(({ reading }, index) => reading === titled[index]!.domain).length, titled),
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
