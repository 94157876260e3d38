import { share, signed } from '../../training/evaluation/figure-names.js';
import {
  INPUTS,
  type Input,
  RECOGNISED_FIGURES,
  type RecognisedEvaluation,
  type RecognisedFigure,
} from '../../training/evaluation/recognised-figures.js';
import type { Interval } from '../../training/metrics/bootstrap.js';
import { type Evaluated, evaluatedLines } from './evaluated.js';
import { plainTable } from './evaluation-text.js';

const FIGURE_LABELS: Readonly<Record<RecognisedFigure, string>> = {
  domain: 'domain right',
  intent: 'domain and intent right',
  whole: 'whole interpretation right',
  rejected: 'in-domain rows rejected',
  othersAccepted: 'others accepted',
};
const INPUT_LABELS: Readonly<Record<Input, string>> = { written: 'as written', oneBest: 'one best', nBest: 'n-best' };

/** The figures of recognised speech for people, shares in per cent. @param hearings interpreted of each row, the mean */
export function recognisedText(evaluated: Evaluated, evaluation: RecognisedEvaluation, hearings: number): string {
  const { inDomain, others, leftOut, figures } = evaluation;
  const table = plainTable(['', ...INPUTS.map((input) => INPUT_LABELS[input]), 'n-best - one best']);
  for (const figure of RECOGNISED_FIGURES) {
    const { difference, ...byInput } = figures[figure];
    table.push([
      FIGURE_LABELS[figure],
      ...INPUTS.map((input) => intervalText(byInput[input], share)),
      intervalText(difference, (value) => signed(value, share)),
    ]);
  }
  return `${[
    ...evaluatedLines(evaluated),
    `${inDomain} in-domain and ${others} other rows; ${leftOut} left out (ambiguous, or without slot annotation)`,
    `Of an n-best list ${hearings.toFixed(1)} hearings were interpreted on average.`,
    'Per cent, with 95% intervals:',
    table.toString(),
  ].join('\n')}\n`;
}

function intervalText({ value, low, high }: Interval, print: (value: number) => string): string {
  return `${print(value)} (${print(low)} to ${print(high)})`;
}
