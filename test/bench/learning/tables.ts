import { plainTable } from '../../../cli/evaluation/evaluation-text.js';
import { FOLDS, type Interval3, type StudyFigures } from './study.js';

/** The study's figures for people. */
export function studyText({ labelled, traffic, reported, chosen, tenth, learned }: StudyFigures): string {
  const head = [
    'learned from',
    'rows',
    'right',
    'IRER, first fold',
    'IRER',
    'of the gap',
    'others answered',
    'stolen, change',
  ];
  const begin = [
    'a tenth of the labels',
    `${labelled}`,
    '',
    '',
    percent(tenth.irer),
    '0',
    percent(tenth.falseAnswers),
    '',
  ];
  const rows = learned.map((each) => [
    each.name,
    `${each.rows}`,
    percent(each.rightRows),
    percent(each.choosing),
    percent(each.irer),
    interval(each.closed),
    percent(each.falseAnswers),
    interval(each.stolen),
  ]);
  const table = plainTable(head);
  table.push(begin, ...rows);
  const text = [
    `${labelled} labelled rows, ${traffic} of traffic; figures on the ${reported} of the last ${FOLDS - 1} folds, in %.`,
    `Rows are made as the first fold chose: ${chosen}.`,
    table.toString(),
  ];
  return `${text.join('\n')}\n`;
}

function percent(value: number): string {
  return (100 * value).toFixed(2);
}

function interval({ value, low, high }: Interval3): string {
  return `${percent(value)} (${percent(low)} to ${percent(high)})`;
}
