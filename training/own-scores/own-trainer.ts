import type { OwnForm } from '../../bundles/format/manifest.js';
import type { OwnScore } from '../../bundles/format/own-scores.js';
import { ownColumns, ownEvidence, ownValue } from '../../domains/core/own-scores/evidence.js';
import { isCalibration, type OwnModel } from '../../domains/core/own-scores/model.js';
import { isProbable } from '../../domains/core/own-scores/scale.js';
import { NluError } from '../../serving/errors.js';
import { type RankingTable, tabulate } from '../reranker/ranking-table.js';
import {
  RERANKER_DEFAULTS,
  type RerankerSettings,
  type TrainedColumns,
  trainInDomain,
  trainReranker,
} from '../reranker/reranker-trainer.js';
import { type CalibrationRows, fitCalibration } from './calibration-fit.js';
import { learnScores } from './learn-scores.js';
import type { OwnList } from './own-list.js';
import type { ScoreKinds } from './score-kinds.js';

/**
 * No screen: it would go by a domain score, which callers may not have. The penalty is a tenth of a recognizer's
 * re-ranker's: there are a tenth of the columns, and often a hundredth of the rows.
 */
export const OWN_DEFAULTS: RerankerSettings = { ...RERANKER_DEFAULTS, l2: 0.1, screenBelow: 0 };

/**
 * Learns a model from lists: what the scores look like, then the weights of the evidence or the calibration. Empty lists
 * teach nothing.
 * @throws NluError INVALID_ARGUMENT where the form cannot read the scores
 */
export function learnOwnModel(
  lists: readonly OwnList[],
  kinds: ScoreKinds,
  form: OwnForm,
  settings: RerankerSettings = OWN_DEFAULTS,
): OwnModel {
  checkForm(kinds, form);
  const some = lists.filter(({ scores }) => scores.length > 0);
  const scores = learnScores(
    some.map((list) => list.scores),
    kinds,
    form,
  );
  const table = ownTable(some, scores, form);
  if (!isCalibration(form)) {
    const head = trainReranker(table, form, settings, trainedColumns(scores, form));
    return { form, scores, head };
  }
  const calibration = fitCalibration(calibrationRows(some, scores, table), form);
  return { form, scores, calibration, inDomain: trainInDomain(table, settings.l2) };
}

/** R0 multiplies probabilities. */
function checkForm(kinds: ScoreKinds, form: OwnForm): void {
  const other = form === 'r0' ? [...kinds].find(([, kind]) => !isProbable(kind)) : undefined;
  if (!other) return;
  const [name, kind] = other;
  const problem = `r0 multiplies probabilities, and ${name} is a ${kind}; choose another form, or declare its kind`;
  throw new NluError('INVALID_ARGUMENT', `--form: ${problem}`);
}

/**
 * R0 reads values only, each with weight 1; the paper's other forms values and whether they are missing; the list-wise
 * form all columns.
 */
function trainedColumns(scores: readonly OwnScore[], form: OwnForm): TrainedColumns {
  const { hypothesis } = ownColumns(scores);
  const columns = [...hypothesis.keys()];
  const paper = columns.filter((column) =>
    scores.some(
      ({ name }) => hypothesis[column] === name || (form !== 'r0' && hypothesis[column] === `${name}.missing`),
    ),
  );
  return { paper, listWise: columns };
}

/** The lists as re-rankers are trained on them, each counting once. */
function ownTable(lists: readonly OwnList[], scores: readonly OwnScore[], form: OwnForm): RankingTable {
  const { list, hypothesis } = ownColumns(scores);
  const examples = lists.map((each) => ({
    evidence: ownEvidence(scores, form, each.scores),
    right: each.right,
    cost: each.cost,
    isInDomain: each.isInDomain,
    annotated: true,
    weight: 1,
  }));
  return tabulate(examples, { list: list.length, hypothesis: hypothesis.length });
}

/** The hypotheses by where they stand, with their scores in units. */
function calibrationRows(
  lists: readonly OwnList[],
  scores: readonly OwnScore[],
  { hypotheses, widths, starts }: RankingTable,
): CalibrationRows {
  const columns = ownColumns(scores).hypothesis;
  const places = scores.map(({ name }) => columns.indexOf(name));
  const group = () => ({ columns: scores.map((): number[] => []), rights: [] as boolean[] });
  const [first, below] = [group(), group()];
  const missing: boolean[] = [];
  for (const [index, list] of lists.entries()) {
    for (const [place, named] of list.scores.entries()) {
      const isRight = list.cost[place] === 0 && list.isInDomain;
      const at = (starts[index] + place) * widths.hypothesis;
      if (scores.every((score) => ownValue(score, named) === undefined)) {
        missing.push(isRight);
        continue;
      }
      const { columns: values, rights } = hypotheses[at + columns.length - 1] > 0 ? below : first;
      for (const [score, column] of places.entries()) values[score].push(hypotheses[at + column]);
      rights.push(isRight);
    }
  }
  return { first, below, missing };
}
