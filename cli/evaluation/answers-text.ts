import type { DecisionCounts, DecisionFigures, DeviceCalibration } from '../../training/evaluation/answer-figures.js';
import { share, signed } from '../../training/evaluation/figure-names.js';
import type { HouseholdFigures, HouseholdShares } from '../../training/evaluation/household.js';
import type { Interval } from '../../training/metrics/bootstrap.js';
import { type Evaluated, evaluatedLines } from './evaluated.js';
import { plainTable } from './evaluation-text.js';

/** Everything that `evaluate --answers` measures. */
export interface AnswersEvaluation {
  readonly calibration: readonly DeviceCalibration[];
  /** The calibration that is furthest off; absent without annotated rows. */
  readonly worst?: DeviceCalibration;
  readonly decisions: DecisionFigures;
  /** As the table of priors declares it, in [0, 1]; absent where it does not. */
  readonly accept?: { readonly minProbability: number; readonly risk: number };
  readonly household?: HouseholdFigures;
}

/** The figures for people: shares in per cent. */
export function answersText(evaluated: Evaluated, evaluation: AnswersEvaluation): string {
  const { calibration, worst, decisions, accept, household } = evaluation;
  return `${[
    ...evaluatedLines(evaluated),
    'Per cent unless said otherwise.',
    "Calibration by device, over each domain's annotated rows (posterior: mean of the top hypotheses):",
    calibrationTable(calibration),
    ...(worst
      ? [`Largest difference: ${share(Math.abs(worst.difference))}, ${worst.domain}, ${deviceText(worst)}`]
      : []),
    `Decisions without context (${decisions.leftOut} rows left out: ambiguous, or without slot annotation):`,
    countsText(decisions.counts),
    `Wrong among accepted: ${intervalText(decisions.wrong)}; domain or intent wrong: ${intervalText(decisions.wrongIntent)}`,
    accept
      ? `Declared by the table of priors: risk ${share(accept.risk)}, accepted from probability ${accept.minProbability}`
      : 'The table of priors declares no risk.',
    ...(household ? householdLines(household) : []),
  ].join('\n')}\n`;
}

function calibrationTable(calibration: readonly DeviceCalibration[]): string {
  const table = plainTable(['device', 'domain', 'n', 'posterior', 'right', 'difference']);
  for (const row of calibration) {
    const { domain, utterances, posterior, right, difference } = row;
    table.push([deviceText(row), domain, utterances, share(posterior), share(right), signed(difference, share)]);
  }
  return table.toString();
}

const deviceText = ({ device }: DeviceCalibration): string => (device === '' ? 'no device' : device);

function countsText({ accept, clarifySeveral, clarifyOne, reject }: DecisionCounts): string {
  return `ACCEPT ${accept}, CLARIFY with several readings ${clarifySeveral}, CLARIFY with one ${clarifyOne}, REJECT ${reject}`;
}

function intervalText({ value, low, high }: Interval): string {
  return `${share(value)} (95% interval ${share(low)} to ${share(high)})`;
}

function householdLines({ kinds, counts, intervals, wrong, ...all }: HouseholdFigures): string[] {
  const table = plainTable(['kind', 'n', 'right', 'harmful', 'opposite']);
  const add = (kind: string, { requests, right, harmful, opposite }: HouseholdShares) =>
    table.push([kind, requests, share(right), share(harmful), share(opposite)]);
  for (const [kind, shares] of Object.entries(kinds)) add(kind, shares);
  add('all', all);
  return [
    'Household requests, each in its context:',
    table.toString(),
    countsText(counts),
    `Right: ${intervalText(intervals.right)}; harmful: ${intervalText(intervals.harmful)}; opposite: ${intervalText(intervals.opposite)}`,
    `Wrong among accepted: ${intervalText(wrong)}`,
  ];
}
